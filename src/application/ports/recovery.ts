// What the recover plane needs of the world, in its own words. Conditional writes carry the rules: a lost race is a
// value or a ConflictError that holds the item already there.

import type { Action } from '#domain/action/action.ts';
import type { Approval } from '#domain/approval/approval.ts';
import type { AuditEntry, AuditRecord } from '#domain/audit/audit.ts';
import type { RecoveryBudget } from '#domain/budget/budget.ts';
import type { Capture } from '#domain/capture/capture.ts';
import type { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { ApprovalId, ExecutionId, IncidentId, Instant, PlanId, ResourceId } from '#domain/ids.ts';
import type { Incident, TimelineEntry } from '#domain/incident/incident.ts';
import type { Lease, LeaseHeld, LeaseRequest } from '#domain/lease/lease.ts';
import type { Outcome, TrackRecord } from '#domain/outcome/outcome.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Result } from '#domain/result.ts';
import type { Verification } from '#domain/verification/verification.ts';

export interface ResourceReader {
  /** The live facts of a resource. Throws NotFoundError, or DependencyError when they cannot be read. */
  describe(resourceId: ResourceId): Promise<ResourceDescription>;
}

export interface Actuator {
  /** Resolves once the service accepted the change. Throws RejectedError when it surely changed nothing. */
  apply(action: Action, clientToken: string): Promise<void>;
}

export interface IncidentStore {
  /** Throws ConflictError with the existing incident when the id is taken. */
  create(incident: Incident): Promise<void>;
  find(incidentId: IncidentId): Promise<Incident | undefined>;
  /** Writes `next` over exactly the version before it; false when another writer was faster. */
  replace(next: Incident): Promise<boolean>;
  /** Not yet closed, oldest first. */
  listOpen(): Promise<readonly Incident[]>;
  /** Newest first; `since` bounds the last anomaly or the opening, whichever is later. */
  listSince(since: Instant): Promise<readonly Incident[]>;
  addTimeline(entry: TimelineEntry): Promise<void>;
  /** In the order written. */
  timeline(incidentId: IncidentId): Promise<readonly TimelineEntry[]>;
}

export interface DiagnosisStore {
  put(diagnosis: KeptDiagnosis): Promise<void>;
  find(incidentId: IncidentId): Promise<KeptDiagnosis | undefined>;
}

export interface PlanStore {
  put(plan: Plan): Promise<void>;
  find(planId: PlanId): Promise<Plan | undefined>;
  /** In the order made. */
  listOf(incidentId: IncidentId): Promise<readonly Plan[]>;
}

export interface CaptureStore {
  /** Stores the first capture of a step. Throws ConflictError with the one already there. */
  create(capture: Capture): Promise<void>;
  /** Adds what became of the act. */
  complete(capture: Capture): Promise<void>;
  find(executionId: ExecutionId, step: string): Promise<Capture | undefined>;
  /** In the order created. */
  listOf(executionId: ExecutionId): Promise<readonly Capture[]>;
}

export interface ApprovalStore {
  /** Throws ConflictError with the one already there. */
  create(approval: Approval): Promise<void>;
  find(approvalId: ApprovalId): Promise<Approval | undefined>;
  /** Writes `next` over exactly `seen` (by its decisions and status); false when another writer was faster. */
  replace(seen: Approval, next: Approval): Promise<boolean>;
  /** Still open, oldest first. */
  listRequested(): Promise<readonly Approval[]>;
  listOf(incidentId: IncidentId): Promise<readonly Approval[]>;
}

export interface LeaseStore {
  /** Grants or renews, atomically among all callers. */
  acquire(request: LeaseRequest): Promise<Result<Lease, LeaseHeld>>;
  /** The stored lease, read consistently. */
  find(resourceId: ResourceId): Promise<Lease | undefined>;
  /** Ends the lease; a no-op when it is no longer the holder's. */
  release(lease: Lease): Promise<void>;
  /** All leases that have not been given back, expired ones included. */
  listHeld(): Promise<readonly Lease[]>;
}

/** The one item that bounds concurrent recoveries (I8). */
export interface BudgetStore {
  find(): Promise<RecoveryBudget>;
  /** Writes `next` over exactly `seen`; false when another writer was faster. */
  replace(seen: RecoveryBudget, next: RecoveryBudget): Promise<boolean>;
}

export interface VerificationStore {
  add(incidentId: IncidentId, verification: Verification): Promise<void>;
  list(incidentId: IncidentId): Promise<readonly Verification[]>;
}

export interface OutcomeStore {
  /** Idempotent by incident: the first outcome stays. True when it was the first. */
  put(outcome: Outcome): Promise<boolean>;
  find(incidentId: IncidentId): Promise<Outcome | undefined>;
  /** Newest first. */
  listSince(since: Instant): Promise<readonly Outcome[]>;
  trackRecords(): Promise<readonly TrackRecord[]>;
}

export interface AuditLog {
  append(record: AuditRecord): Promise<AuditEntry>;
  /** The last entry; undefined before the first. */
  latest(): Promise<AuditEntry | undefined>;
  /** From sequence number `from` on, in order. */
  read(from: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** Where entries of the audit log can be added, and not be changed by anybody. */
export interface AuditArchive {
  /** Idempotent: an entry that is there already stays as it is. */
  put(entry: AuditEntry): Promise<void>;
}
