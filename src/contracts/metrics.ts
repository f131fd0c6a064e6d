// The metrics Fleetmedic publishes about itself; dashboards and alarms refer to this list.

/** Where CloudWatch keeps them, each under the dimension `service`: the folder of the function that publishes it. */
export const METRIC_NAMESPACE = 'Fleetmedic';

/** The `service` of metrics that are counted for all functions together (`isShared`): each metric costs by the month. */
export const METRIC_SERVICE_ALL = 'fleetmedic';

export const METRICS = {
  ServicesScored: { unit: 'Count', means: 'Service-ticks judged' },
  AnomaliesDetected: { unit: 'Count', means: 'Minutes judged abnormal' },
  IncidentsOpened: { unit: 'Count', means: 'New incidents' },
  IncidentsHeldBack: {
    unit: 'Count',
    means: 'Anomalies that the alarm budget kept from opening an incident',
  },
  ModelFallbacks: { unit: 'Count', means: 'Service-ticks judged without the model' },
  ActionsApplied: { unit: 'Count', means: 'Mutating calls that were accepted' },
  ActionsRefused: { unit: 'Count', means: 'Mutating calls that were refused before or by the service' },
  ActionsUnknown: { unit: 'Count', means: 'Mutating calls without a clear answer' },
  RecoveriesResolved: { unit: 'Count', means: 'Incidents resolved and verified' },
  RecoveriesRolledBack: { unit: 'Count', means: 'Incidents ended by taking the act back' },
  RecoveriesEscalated: { unit: 'Count', means: 'Incidents handed to people' },
  ModelInferenceMilliseconds: {
    unit: 'Milliseconds',
    means: 'What a call of a model took, answered or not',
    isShared: true,
  },
  AwsCalls: {
    unit: 'Count',
    means: 'Calls to AWS that the healer made itself, retries included',
    isShared: true,
  },
  AwsCallCost: {
    unit: 'Count',
    means: 'What they cost by the price table, in millionths of a dollar',
    isShared: true,
  },
  TimeToDetect: { unit: 'Seconds', means: 'From onset to detection' },
  TimeToRecover: { unit: 'Seconds', means: 'From onset to the verified end' },
} as const;

export type MetricName = keyof typeof METRICS;
