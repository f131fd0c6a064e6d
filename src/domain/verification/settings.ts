// How long recoveries wait and hold, as the user sets it under `recovery`.

import * as z from 'zod/mini';

export const RecoverySettings = z.strictObject({
  /** Wait after an act before the first look, on top of nothing: the first metrics that can show it are two to three minutes old. */
  soakSeconds: z._default(z.int().check(z.minimum(30), z.maximum(1800)), 180),
  /** Between two looks: one period of the metrics. */
  recheckSeconds: z._default(z.int().check(z.minimum(30), z.maximum(600)), 60),
  /** After the act has settled, how long "not yet" may go on before it is "not recovered". */
  patienceSeconds: z._default(z.int().check(z.minimum(60), z.maximum(3600)), 360),
  /** How long a recovered service must stay so before the incident is closed. */
  holdDownSeconds: z._default(z.int().check(z.minimum(60), z.maximum(3600)), 240),
  /** Good minutes in a row that make "recovered". */
  goodMinutes: z._default(z.int().check(z.minimum(1), z.maximum(15)), 3),
  /** How long an incident nobody may act on is watched before it is closed. */
  watchHours: z._default(z.int().check(z.minimum(1), z.maximum(72)), 24),
  /** How long a recovery waits for its turn before people are called. */
  maxWaitSeconds: z._default(z.int().check(z.minimum(60), z.maximum(7200)), 1200),
});
export type RecoverySettings = z.infer<typeof RecoverySettings>;
