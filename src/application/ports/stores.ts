// All that Fleetmedic remembers, together: what a place to keep it in has to offer.

import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import type { DemandForecastStore } from '#application/ports/forecasting.ts';
import type { PredictionStore } from '#application/ports/foresight.ts';
import type { FeedbackStore, ModelRegistry } from '#application/ports/learning.ts';
import type { PulseStore, ReceiptStore } from '#application/ports/operations.ts';
import type { PatternStore } from '#application/ports/patterns.ts';
import type {
  ApprovalStore,
  AuditLog,
  BudgetStore,
  CaptureStore,
  DiagnosisStore,
  IncidentStore,
  LeaseStore,
  OutcomeStore,
  PlanStore,
  VerificationStore,
} from '#application/ports/recovery.ts';
import type {
  AnomalyStore,
  ChangeStore,
  HealthStore,
  PollStore,
  WatchStore,
} from '#application/ports/telemetry.ts';

/** The store of each noun, by what the use cases call it. */
export interface Stores {
  readonly watches: WatchStore;
  readonly health: HealthStore;
  readonly polls: PollStore;
  readonly anomalies: AnomalyStore;
  readonly changes: ChangeStore;
  readonly errorLogs: ErrorLogStore;
  readonly incidents: IncidentStore;
  readonly diagnoses: DiagnosisStore;
  readonly plans: PlanStore;
  readonly captures: CaptureStore;
  readonly approvals: ApprovalStore;
  readonly leases: LeaseStore;
  readonly budget: BudgetStore;
  readonly verifications: VerificationStore;
  readonly outcomes: OutcomeStore;
  readonly audit: AuditLog;
  readonly pulse: PulseStore;
  readonly receipts: ReceiptStore;
  readonly models: ModelRegistry;
  readonly feedback: FeedbackStore;
  readonly predictions: PredictionStore;
  readonly demandForecasts: DemandForecastStore;
  readonly patterns: PatternStore;
}
