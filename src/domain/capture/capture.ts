// A capture is the state found before an action, and the way back. It is written before the act (I3).

import * as z from 'zod/mini';
import { Action } from '#domain/action/action.ts';
import { ExecutionId, Instant } from '#domain/ids.ts';
import { ResourceState } from '#domain/resource/resource.ts';

export const Capture = z.readonly(
  z.object({
    executionId: ExecutionId,
    /** Which act of the execution: `apply-<attempt>-<index>` or `rollback-<attempt>-<index>`. */
    step: z.string(),
    action: Action,
    before: ResourceState,
    inverse: z.optional(Action),
    at: Instant,
    /** What became of the act; absent while that is not known. */
    result: z.optional(z.enum(['applied', 'refused', 'unknown'])),
    after: z.optional(ResourceState),
  }),
);
export type Capture = z.infer<typeof Capture>;
