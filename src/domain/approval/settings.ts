// Who may approve and for how long, as the user sets it under `approvals`.

import * as z from 'zod/mini';

/** No question stays open for longer than a day; the recovery waits an hour more before it gives up by itself. */
export const LONGEST_EXPIRY_MINUTES = 1440;

const minutes = (byDefault: number) =>
  z._default(z.int().check(z.minimum(1), z.maximum(LONGEST_EXPIRY_MINUTES)), byDefault);

export const ApprovalSettings = z.strictObject({
  /** Principals who may decide; nobody else can (I4). */
  approvers: z._default(z.array(z.string().check(z.minLength(1))), []),
  /** Minutes until a question lapses, by risk tier: people who are called for high risk get longer to think. */
  expiryMinutes: z.prefault(z.strictObject({ low: minutes(30), medium: minutes(30), high: minutes(60) }), {}),
  /** Different people who must agree, by risk tier. */
  approversNeeded: z.prefault(
    z.strictObject({
      low: z._default(z.int().check(z.minimum(1), z.maximum(5)), 1),
      medium: z._default(z.int().check(z.minimum(1), z.maximum(5)), 1),
      high: z._default(z.int().check(z.minimum(1), z.maximum(5)), 2),
    }),
    {},
  ),
  /** C12: plans above this tier need a person even in mode auto. */
  maxAutoTier: z._default(z.enum(['low', 'medium']), 'medium'),
  /** Confidence in the diagnosis below which a person is asked even in mode auto. */
  minAutoConfidence: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.6),
});
export type ApprovalSettings = z.infer<typeof ApprovalSettings>;
