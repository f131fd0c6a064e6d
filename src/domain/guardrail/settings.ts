// The numbers and switches of the guardrails, as the user sets them under `guardrails`.

import * as z from 'zod/mini';

export const GuardrailSettings = z.strictObject({
  /** C13: recoveries that may act at the same time over the whole fleet. */
  maxConcurrentRecoveries: z._default(z.int().check(z.minimum(1), z.maximum(50)), 3),
  /** C3: seconds between two recoveries of one service. */
  cooldownSeconds: z._default(z.int().check(z.minimum(0), z.maximum(86_400)), 60),
  /** Tries per incident before people are called. */
  maxAttempts: z._default(z.int().check(z.minimum(1), z.maximum(3)), 3),
  /** Share of the services that may be ill before nothing is done but page (I13): Karpenter's figure is a fifth; a shop's call graph spreads wider. */
  maxUnhealthyShare: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.5),
  /** New incidents within five minutes that count as a storm (I8). */
  stormIncidents: z._default(z.int().check(z.minimum(2), z.maximum(1000)), 6),
  /** Resources one plan may change (B16). */
  maxResourcesPerPlan: z._default(z.int().check(z.minimum(1), z.maximum(10)), 2),
  /** Newest data may be this old when a plan is made or begun: lag of CloudWatch (3 min) and two ticks. */
  maxDataAgeSeconds: z._default(z.int().check(z.minimum(60), z.maximum(3600)), 420),
  /** Resources must carry this tag with value `true` (I11). */
  managedTag: z._default(z.string().check(z.minLength(1)), 'fleetmedic:managed'),
  /** Resources with this tag are never touched, whatever its value (I11). */
  denyTag: z._default(z.string().check(z.minLength(1)), 'fleetmedic:deny'),
});
export type GuardrailSettings = z.infer<typeof GuardrailSettings>;
