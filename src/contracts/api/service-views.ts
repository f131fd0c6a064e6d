// What the API tells about services: the grid of the first screen, one service with its history, and the short forms
// that monitors read. Ages are relative to `now`, which is the simulated time in the local runtime.

import * as z from 'zod/mini';
import { OutlookView } from '#contracts/api/prediction-views.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Change } from '#domain/change/change.ts';
import { HealthState } from '#domain/health/health.ts';
import { AnomalyId, IncidentId, Instant, ResourceId, ServiceId } from '#domain/ids.ts';
import { IncidentState, Severity } from '#domain/incident/incident.ts';
import { Mode } from '#domain/mode/mode.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

export const IndicatorView = z.object({
  indicator: IndicatorName,
  value: z.number(),
  /** What is usual now; absent while too little was seen to say. */
  lower: z.optional(z.number()),
  upper: z.optional(z.number()),
  /** Outside of what is usual, on the side that does harm. */
  isOutside: z.boolean(),
  isUserVisible: z.boolean(),
});
export type IndicatorView = z.infer<typeof IndicatorView>;

export const ServiceOverview = z.object({
  serviceId: ServiceId,
  tier: z.enum(['critical', 'standard', 'optional']),
  /** The most restrictive of the global and the service's own. */
  mode: Mode,
  /** False for what has no metrics of its own, such as a third party: known only by what its callers feel. */
  isMeasured: z.boolean(),
  /** `unknown` as soon as the newest data is stale (I10), and for what is not measured. */
  state: HealthState,
  /** 0 (down) to 1 (as usual). */
  score: z.optional(z.number()),
  /** End of the newest minute that is known. */
  dataAt: z.optional(Instant),
  isStale: z.boolean(),
  indicators: z.array(IndicatorView),
  /** The open incident that it is part of. */
  incidentId: z.optional(IncidentId),
  /** The nearer of a steady rise and the model's word, where something is warned of. */
  predictedFailureAt: z.optional(Instant),
  /** What lies ahead; absent while nothing that has a limit is known of. */
  outlook: z.optional(OutlookView),
  /** The part of the baseline that has been learned, 0 to 1. */
  baselineProgress: z.number(),
});
export type ServiceOverview = z.infer<typeof ServiceOverview>;

export const ServicesAnswer = z.object({ now: Instant, services: z.array(ServiceOverview) });
export type ServicesAnswer = z.infer<typeof ServicesAnswer>;

export const CheckServicesAnswer = z.object({
  now: Instant,
  counts: z.record(HealthState, z.int()),
  ill: z.array(z.object({ serviceId: ServiceId, state: HealthState, score: z.optional(z.number()) })),
});
export type CheckServicesAnswer = z.infer<typeof CheckServicesAnswer>;

export const IncidentSummary = z.object({
  incidentId: IncidentId,
  state: IncidentState,
  isOpen: z.boolean(),
  severity: Severity,
  title: z.string(),
  serviceId: ServiceId,
  serviceIds: z.readonly(z.array(ServiceId)),
  onsetAt: Instant,
  openedAt: Instant,
  lastAnomalyAt: Instant,
  closedAt: z.optional(Instant),
  closing: z.optional(z.string()),
});
export type IncidentSummary = z.infer<typeof IncidentSummary>;

export const ChartPoint = z.object({
  at: Instant,
  value: z.number(),
  /** What the baseline, as it is learned now, holds usual at that hour. */
  lower: z.optional(z.number()),
  upper: z.optional(z.number()),
});
export type ChartPoint = z.infer<typeof ChartPoint>;

export const IndicatorChart = z.object({
  indicator: IndicatorName,
  isUserVisible: z.boolean(),
  /** Oldest first; a missing minute has no point. */
  points: z.array(ChartPoint),
  anomalies: z.array(z.object({ anomalyId: AnomalyId, at: Instant, value: z.number() })),
});
export type IndicatorChart = z.infer<typeof IndicatorChart>;

export const ServiceDetailAnswer = z.object({
  now: Instant,
  service: ServiceOverview,
  resources: z.array(ResourceId),
  dependsOn: z.array(ServiceId),
  callers: z.readonly(z.array(ServiceId)),
  from: Instant,
  charts: z.array(IndicatorChart),
  changes: z.readonly(z.array(Change)),
  incidents: z.array(IncidentSummary),
});
export type ServiceDetailAnswer = z.infer<typeof ServiceDetailAnswer>;

export const ErrorHistoryAnswer = z.object({
  now: Instant,
  from: Instant,
  /** Newest first. */
  anomalies: z.readonly(z.array(Anomaly)),
  /** Minutes in which requests failed, newest first. */
  failures: z.array(z.object({ serviceId: ServiceId, at: Instant, errorShare: z.number() })),
});
export type ErrorHistoryAnswer = z.infer<typeof ErrorHistoryAnswer>;
