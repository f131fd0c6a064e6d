// Inputs and outputs of the observe plane's functions.

import * as z from 'zod/mini';

/** The tick carries nothing: the planner reads what it needs. */
export const PlanPollsInput = z.looseObject({});
export const PlanPollsOutput = z.object({ outcome: z.literal('planned'), servicesDue: z.int() });
export type PlanPollsOutput = z.infer<typeof PlanPollsOutput>;

export const ScoreServicesOutput = z.object({
  outcome: z.literal('scored'),
  minutesJudged: z.int(),
  anomalies: z.int(),
});
export type ScoreServicesOutput = z.infer<typeof ScoreServicesOutput>;

/** `ignored`: the event speaks of nothing that Fleetmedic watches. */
export const ReceiveSignalOutput = z.object({ outcome: z.enum(['recorded', 'ignored']) });
export type ReceiveSignalOutput = z.infer<typeof ReceiveSignalOutput>;
