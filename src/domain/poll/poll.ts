// When a service is read next: calm, watch or incident (M18, M20). Pure; the planner only asks.

import * as z from 'zod/mini';
import { Instant, ServiceId } from '#domain/ids.ts';

export const PollTier = z.enum(['calm', 'watch', 'incident']);
export type PollTier = z.infer<typeof PollTier>;

export const PollState = z.readonly(
  z.object({
    serviceId: ServiceId,
    tier: PollTier,
    /** Until when the tier holds; calm holds for ever. */
    tierUntil: Instant,
    nextPollAt: Instant,
  }),
);
export type PollState = z.infer<typeof PollState>;
