// How often services are read, as the user sets it under `polling`.

import * as z from 'zod/mini';

export const PollSettings = z.strictObject({
  /** The metric grid: 60, or 300 where only CloudWatch's basic monitoring is paid for. */
  periodSeconds: z._default(z.literal([60, 300]), 60),
  /** Seconds between two polls of a service that is well: five points cost as much as one. */
  calmSeconds: z._default(z.int().check(z.minimum(60), z.maximum(900)), 300),
  /** Of one that is well and that no other service calls: users are there, and most trouble shows there first. */
  entrySeconds: z._default(z.int().check(z.minimum(60), z.maximum(900)), 60),
  /** Of one that looks strange, or that something has just been changed on. */
  watchSeconds: z._default(z.int().check(z.minimum(60), z.maximum(900)), 60),
  /** Of one that is part of an incident. */
  incidentSeconds: z._default(z.int().check(z.minimum(60), z.maximum(900)), 60),
  /** C1: below 60, services of an incident are read a second time in the middle of each minute. */
  healthCheckIntervalSeconds: z._default(z.int().check(z.minimum(30), z.maximum(900)), 30),
  /** How long a service stays on the fast tier after the last reason for it. */
  watchHoldSeconds: z._default(z.int().check(z.minimum(60), z.maximum(7200)), 1800),
  /** Services one scoring call handles: about ten queries each, 500 in one GetMetricData. */
  servicesPerShard: z._default(z.int().check(z.minimum(1), z.maximum(50)), 40),
});
export type PollSettings = z.infer<typeof PollSettings>;
