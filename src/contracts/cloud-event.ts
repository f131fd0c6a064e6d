// Events as EventBridge delivers them: what AWS services tell about themselves and what Fleetmedic tells about itself.

import * as z from 'zod/mini';

/** The EventBridge envelope (version 0). `time` is ISO 8601. */
export const CloudEvent = z.readonly(
  z.object({
    id: z.string(),
    source: z.string(),
    'detail-type': z.string(),
    time: z.string(),
    resources: z.readonly(z.array(z.string())),
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type CloudEvent = z.infer<typeof CloudEvent>;
