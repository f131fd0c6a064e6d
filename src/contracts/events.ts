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
