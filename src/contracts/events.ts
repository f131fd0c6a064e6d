// What Fleetmedic tells on the event bus and sends through its queue: each payload once, by name.

import * as z from 'zod/mini';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Change } from '#domain/change/change.ts';
import { FailureWarning } from '#domain/failure/warning.ts';
import { ApprovalId, IncidentId, Instant, PlanId, ServiceId } from '#domain/ids.ts';
import { Incident } from '#domain/incident/incident.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** The bus source of everything Fleetmedic says. */
export const EVENT_SOURCE = 'fleetmedic';

/** A service that needs more tasks in the coming week than it has. */
export const CapacityNeed = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** That there are, and that its busiest hour needs, which begins then. */
    tasks: z.int(),
    neededTasks: z.int(),
    at: Instant,
    addedDollars: z.number(),
    /** See `CapacityOutlookPlan`. */
    isCapped: z.boolean(),
    shortAt: z.optional(Instant),
  }),
);
export type CapacityNeed = z.infer<typeof CapacityNeed>;

export const FleetmedicEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('anomaly-detected'), anomaly: Anomaly }),
  z.object({ type: z.literal('change-recorded'), change: Change }),
  z.object({ type: z.literal('incident-changed'), incident: Incident }),
  z.object({
    type: z.literal('plan-suggested'),
    incidentId: IncidentId,
    planId: PlanId,
    summary: z.string(),
  }),
  z.object({
    type: z.literal('approval-requested'),
    incidentId: IncidentId,
    planId: PlanId,
    approvalId: ApprovalId,
    expiresAt: Instant,
    summary: z.string(),
  }),
  z.object({
    type: z.literal('retraining-asked'),
    modelName: z.string(),
    reason: z.string(),
    summary: z.string(),
  }),
  /** Once a week. `needs`: the dearest first, a hundred at most; `needCount` counts all. */
  z.object({
    type: z.literal('capacity-reported'),
    at: Instant,
    summary: z.string(),
    serviceCount: z.int(),
    needCount: z.int(),
    needs: z.readonly(z.array(CapacityNeed)),
  }),
  /** `indicator`: the one that is likeliest to reach its limit. */
  z.object({
    type: z.literal('warning-changed'),
    serviceId: ServiceId,
    warning: FailureWarning,
    indicator: IndicatorName,
  }),
]);
export type FleetmedicEvent = z.infer<typeof FleetmedicEvent>;

/** One message of the poll queue: services to read and judge now. */
export const PollShard = z.readonly(
  z.object({ serviceIds: z.readonly(z.array(ServiceId)).check(z.minLength(1)) }),
);
export type PollShard = z.infer<typeof PollShard>;
