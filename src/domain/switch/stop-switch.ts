// The stop switch: engaged by a person, it forbids every mutating call until a person releases it (I2).

import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';

export const StopSwitchState = z.readonly(
  z.object({ isEngaged: z.boolean(), by: z.string(), reason: z.string(), at: Instant }),
);
export type StopSwitchState = z.infer<typeof StopSwitchState>;

/** The state before anybody has touched the switch. */
export const NEVER_ENGAGED: StopSwitchState = {
  isEngaged: false,
  by: 'fleetmedic',
  reason: 'Never engaged',
  at: Instant.parse(0),
};
