// How far ahead the coming demand of a service is told.

import * as z from 'zod/mini';

/**
 * `hour`: five-minute points, to the next look and as long as tasks need to be warm. `day` and `week`: the busiest five
 * minutes of each hour.
 */
export const Horizon = z.enum(['hour', 'day', 'week']);
export type Horizon = z.infer<typeof Horizon>;
