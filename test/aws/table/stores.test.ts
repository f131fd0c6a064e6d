// Every contract suite of a store, over DynamoDB: the same rules as over the embedded database.

import { describeAnomalyStore } from '../../contracts/anomaly-store.contract.ts';
import { describeApprovalStore } from '../../contracts/approval-store.contract.ts';
import { describeAuditLog } from '../../contracts/audit-log.contract.ts';
import { describeBudgetStore } from '../../contracts/budget-store.contract.ts';
import { describeCaptureStore } from '../../contracts/capture-store.contract.ts';
import { describeChangeStore } from '../../contracts/change-store.contract.ts';
import { describeDemandForecastStore } from '../../contracts/demand-forecast-store.contract.ts';
import { describeDiagnosisStore } from '../../contracts/diagnosis-store.contract.ts';
import { describeErrorLogStore } from '../../contracts/error-log-store.contract.ts';
import { describeFeedbackStore } from '../../contracts/feedback-store.contract.ts';
import { describeHealthStore } from '../../contracts/health-store.contract.ts';
import { describeIncidentStore } from '../../contracts/incident-store.contract.ts';
import { describeLeaseStore } from '../../contracts/lease-store.contract.ts';
import { describeModelRegistry } from '../../contracts/model-registry.contract.ts';
import { describeOutcomeStore } from '../../contracts/outcome-store.contract.ts';
import { describePatternStore } from '../../contracts/pattern-store.contract.ts';
import { describePlanStore } from '../../contracts/plan-store.contract.ts';
import { describePollStore } from '../../contracts/poll-store.contract.ts';
import { describePredictionStore } from '../../contracts/prediction-store.contract.ts';
import { describePulseStore } from '../../contracts/pulse-store.contract.ts';
import { describeReceiptStore } from '../../contracts/receipt-store.contract.ts';
import { describeVerificationStore } from '../../contracts/verification-store.contract.ts';
import { describeWatchStore } from '../../contracts/watch-store.contract.ts';
import { describeAws } from '../place.ts';
import { tableSubject } from '../table-subject.ts';

describeAws('over DynamoDB, the', () => {
  describeAnomalyStore(
    'DynamoDB',
    tableSubject((stores) => stores.anomalies),
  );
  describeApprovalStore(
    'DynamoDB',
    tableSubject((stores) => stores.approvals),
  );
  describeAuditLog(
    'DynamoDB',
    tableSubject((stores) => stores.audit),
  );
  describeBudgetStore(
    'DynamoDB',
    tableSubject((stores) => stores.budget),
  );
  describeCaptureStore(
    'DynamoDB',
    tableSubject((stores) => stores.captures),
  );
  describeChangeStore(
    'DynamoDB',
    tableSubject((stores) => stores.changes),
  );
  describeDemandForecastStore(
    'DynamoDB',
    tableSubject((stores) => stores.demandForecasts),
  );
  describeDiagnosisStore(
    'DynamoDB',
    tableSubject((stores) => stores.diagnoses),
  );
  describeErrorLogStore(
    'DynamoDB',
    tableSubject((stores) => stores.errorLogs),
  );
  describeFeedbackStore(
    'DynamoDB',
    tableSubject((stores) => stores.feedback),
  );
  describeHealthStore(
    'DynamoDB',
    tableSubject((stores) => stores.health),
  );
  describeIncidentStore(
    'DynamoDB',
    tableSubject((stores) => stores.incidents),
  );
  describeLeaseStore(
    'DynamoDB',
    tableSubject((stores) => stores.leases),
  );
  describeModelRegistry(
    'DynamoDB',
    tableSubject((stores) => stores.models),
  );
  describeOutcomeStore(
    'DynamoDB',
    tableSubject((stores) => stores.outcomes),
  );
  describePatternStore(
    'DynamoDB',
    tableSubject((stores) => stores.patterns),
  );
  describePlanStore(
    'DynamoDB',
    tableSubject((stores) => stores.plans),
  );
  describePollStore(
    'DynamoDB',
    tableSubject((stores) => stores.polls),
  );
  describePredictionStore(
    'DynamoDB',
    tableSubject((stores) => stores.predictions),
  );
  describePulseStore(
    'DynamoDB',
    tableSubject((stores) => stores.pulse),
  );
  describeReceiptStore(
    'DynamoDB',
    tableSubject((stores) => stores.receipts),
  );
  describeVerificationStore(
    'DynamoDB',
    tableSubject((stores) => stores.verifications),
  );
  describeWatchStore(
    'DynamoDB',
    tableSubject((stores) => stores.watches),
  );
});
