// Inputs and outputs of the observe plane's functions.

import * as z from 'zod/mini';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { LogSubscription } from '#contracts/log-delivery.ts';

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

/** The tick carries nothing: whose turn it is follows from the minute, and from how closely each service is watched. */
export const PredictFailuresInput = z.looseObject({});
/** `settled`: predictions of an hour ago that were scored. */
export const PredictFailuresOutput = z.object({
  outcome: z.enum(['predicted', 'switched-off']),
  services: z.int(),
  predictions: z.int(),
  settled: z.int(),
});
export type PredictFailuresOutput = z.infer<typeof PredictFailuresOutput>;

/** The tick carries nothing: whose turn it is follows from the minute. */
export const ForecastDemandInput = z.looseObject({});
/** Services whose turn it was, and those of which a demand was known. */
export const ForecastDemandOutput = z.object({
  outcome: z.literal('forecast'),
  services: z.int(),
  forecasts: z.int(),
});
export type ForecastDemandOutput = z.infer<typeof ForecastDemandOutput>;

/** The tick carries nothing: the last days are looked at. */
export const MinePatternsInput = z.looseObject({});
/** Patterns that were found, and windows of hours whose services were compared. */
export const MinePatternsOutput = z.object({
  outcome: z.enum(['mined', 'switched-off']),
  patterns: z.int(),
  windows: z.int(),
});
export type MinePatternsOutput = z.infer<typeof MinePatternsOutput>;

/** What an AWS service tells of itself, or error lines of a log group. */
export const ReceiveSignalInput = z.union([CloudEvent, LogSubscription]);
/** `heeded`: an alarm, whose services are read now; `ignored`: the event speaks of nothing that Fleetmedic watches. */
export const ReceiveSignalOutput = z.object({ outcome: z.enum(['recorded', 'heeded', 'ignored']) });
export type ReceiveSignalOutput = z.infer<typeof ReceiveSignalOutput>;
