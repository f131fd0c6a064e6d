// Every store port over one embedded database: what the local composition root, and most tests, are given.

import type { DatabaseSync } from 'node:sqlite';
import type { StopSwitch } from '#application/ports/operations.ts';
import type { Stores } from '#application/ports/stores.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Instant } from '#domain/ids.ts';
import { sqliteAnomalyStore } from './anomaly-store.ts';
import { sqliteApprovalStore } from './approval-store.ts';
import { sqliteAuditLog } from './audit-log.ts';
import { sqliteBudgetStore } from './budget-store.ts';
import { sqliteCaptureStore } from './capture-store.ts';
import { sqliteChangeStore } from './change-store.ts';
import { atomically } from './database.ts';
import { sqliteDemandForecastStore } from './demand-forecast-store.ts';
import { sqliteDiagnosisStore } from './diagnosis-store.ts';
import { sqliteErrorLogStore } from './error-log-store.ts';
import { sqliteFeedbackStore } from './feedback-store.ts';
import { sqliteHealthStore } from './health-store.ts';
import { sqliteIncidentStore } from './incident-store.ts';
import { sqliteLeaseStore } from './lease-store.ts';
import { sqliteModelRegistry } from './model-registry.ts';
import { sqliteOutcomeStore } from './outcome-store.ts';
import { sqlitePatternStore } from './pattern-store.ts';
import { sqlitePlanStore } from './plan-store.ts';
import { sqlitePollStore } from './poll-store.ts';
import { sqlitePredictionStore } from './prediction-store.ts';
import { sqlitePulseStore } from './pulse-store.ts';
import { sqliteReceiptStore } from './receipt-store.ts';
import { type PurgeReport, purge } from './retention.ts';
import { sqliteStopSwitch } from './stop-switch.ts';
import { sqliteVerificationStore } from './verification-store.ts';
import { sqliteWatchStore } from './watch-store.ts';

export interface SqliteStores extends Stores {
  readonly stopSwitch: StopSwitch;
  /** Removes what the retention settings let go at `now`; see retention.ts. */
  purge(now: Instant, retention: Settings['retention']): PurgeReport;
}

/** Opens all stores over a database that `openDatabase` returned. */
export function makeSqliteStores(database: DatabaseSync, clock: Clock): SqliteStores {
  return atomically(database, () => ({
    ...makeTelemetryStores(database),
    incidents: sqliteIncidentStore(database),
    diagnoses: sqliteDiagnosisStore(database),
    plans: sqlitePlanStore(database),
    captures: sqliteCaptureStore(database),
    approvals: sqliteApprovalStore(database),
    leases: sqliteLeaseStore(database, clock),
    budget: sqliteBudgetStore(database),
    verifications: sqliteVerificationStore(database),
    outcomes: sqliteOutcomeStore(database),
    audit: sqliteAuditLog(database),
    stopSwitch: sqliteStopSwitch(database),
    pulse: sqlitePulseStore(database),
    receipts: sqliteReceiptStore(database, clock),
    models: sqliteModelRegistry(database),
    feedback: sqliteFeedbackStore(database),
    predictions: sqlitePredictionStore(database),
    demandForecasts: sqliteDemandForecastStore(database),
    patterns: sqlitePatternStore(database),
    purge: (now, retention) => purge(database, now, retention),
  }));
}

/** What is seen of services. */
function makeTelemetryStores(database: DatabaseSync) {
  return {
    watches: sqliteWatchStore(database),
    health: sqliteHealthStore(database),
    polls: sqlitePollStore(database),
    anomalies: sqliteAnomalyStore(database),
    changes: sqliteChangeStore(database),
    errorLogs: sqliteErrorLogStore(database),
  };
}
