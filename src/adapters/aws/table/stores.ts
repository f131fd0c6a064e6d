// Every store port over one DynamoDB table: what the composition root on AWS is given. The stop switch is none of them:
// it is a parameter of its own, so that it can be read, and engaged, when the table cannot.

import type { Stores } from '#application/ports/stores.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { tableAnomalyStore } from './anomaly-store.ts';
import { tableApprovalStore } from './approval-store.ts';
import { tableAuditLog } from './audit-log.ts';
import { tableBudgetStore } from './budget-store.ts';
import { tableCaptureStore } from './capture-store.ts';
import { tableChangeStore } from './change-store.ts';
import { tableDemandForecastStore } from './demand-forecast-store.ts';
import { tableDiagnosisStore } from './diagnosis-store.ts';
import { tableErrorLogStore } from './error-log-store.ts';
import { tableFeedbackStore } from './feedback-store.ts';
import { tableHealthStore } from './health-store.ts';
import { tableIncidentStore } from './incident-store.ts';
import { tableLeaseStore } from './lease-store.ts';
import { tableModelRegistry } from './model-registry.ts';
import { tableOutcomeStore } from './outcome-store.ts';
import { tablePatternStore } from './pattern-store.ts';
import { tablePlanStore } from './plan-store.ts';
import { tablePollStore } from './poll-store.ts';
import { tablePredictionStore } from './prediction-store.ts';
import { tablePulseStore } from './pulse-store.ts';
import { tableReceiptStore } from './receipt-store.ts';
import { openTable, type TableHandle } from './table.ts';
import { tableVerificationStore } from './verification-store.ts';
import { tableWatchStore } from './watch-store.ts';

/** All stores over a table that exists; nothing is read or written yet. */
export function makeTableStores(handle: TableHandle, clock: Clock): Stores {
  const table = openTable(handle, clock);
  return {
    watches: tableWatchStore(table),
    health: tableHealthStore(table),
    polls: tablePollStore(table),
    anomalies: tableAnomalyStore(table),
    changes: tableChangeStore(table),
    incidents: tableIncidentStore(table, clock),
    diagnoses: tableDiagnosisStore(table),
    plans: tablePlanStore(table),
    captures: tableCaptureStore(table),
    approvals: tableApprovalStore(table),
    leases: tableLeaseStore(table, clock),
    budget: tableBudgetStore(table),
    verifications: tableVerificationStore(table),
    outcomes: tableOutcomeStore(table, clock),
    audit: tableAuditLog(table),
    pulse: tablePulseStore(table),
    receipts: tableReceiptStore(table, clock),
    models: tableModelRegistry(table),
    feedback: tableFeedbackStore(table, clock),
    errorLogs: tableErrorLogStore(table),
    patterns: tablePatternStore(table),
    predictions: tablePredictionStore(table),
    demandForecasts: tableDemandForecastStore(table),
  };
}
