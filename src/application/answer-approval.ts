// A person answers an approval, from the console, the API, Slack or the command line. All rules are checked here, on the
// server, at the time of the answer; the decision that completes it resumes the execution once.

import type { Recoveries, SettingsSource } from '#application/ports/operations.ts';
import type { ApprovalStore, AuditLog } from '#application/ports/recovery.ts';
import { type IncidentRecordDeps, writeNote } from '#application/recovery/incident-record.ts';
import { winRace } from '#application/recovery/win-race.ts';
import type { Approval, ApprovalStatus, Decision } from '#domain/approval/approval.ts';
import { type ApprovalRefusal, decide, hasLapsed } from '#domain/approval/rules.ts';
import type { ApprovalId, IncidentId } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

export interface AnswerApprovalDeps extends Omit<IncidentRecordDeps, 'bus'> {
  readonly settings: SettingsSource;
  readonly approvals: ApprovalStore;
  readonly recoveries: Recoveries;
  readonly audit: AuditLog;
}

export interface ApprovalAnswerRequest {
  readonly approvalId: ApprovalId;
  /** Of the plan the person saw. */
  readonly planHash: string;
  /** The authenticated principal. */
  readonly by: string;
  readonly verdict: 'approve' | 'deny';
  readonly reason?: string | undefined;
}

export interface ApprovalDecided {
  readonly approvalId: ApprovalId;
  readonly incidentId: IncidentId;
  /** `requested`: noted, another person is still needed. */
  readonly status: ApprovalStatus;
  readonly decisions: readonly Decision[];
  readonly approvalsNeeded: number;
}

interface Answered {
  readonly approval: Approval;
  /** False when it had been noted before. */
  readonly isNew: boolean;
}

/** Notes the decision, or says why that person may not make it. The same answer twice is one answer. */
export async function answerApproval(
  deps: AnswerApprovalDeps,
  request: ApprovalAnswerRequest,
): Promise<Result<ApprovalDecided, ApprovalRefusal>> {
  const { approvers } = (await deps.settings.current()).approvals;
  const { by, verdict, reason } = request;
  const decision: Decision = {
    by,
    verdict,
    at: deps.clock.now(),
    ...(reason === undefined ? {} : { reason }),
  };
  const answered = await winRace<Result<Answered, ApprovalRefusal>>(request.approvalId, async () => {
    const seen = await deps.approvals.find(request.approvalId);
    if (!seen) return { value: notFound(request.approvalId) };
    if (isRepeat(seen, request)) return { value: ok({ approval: seen, isNew: false }) };
    const decided = decide(seen, { decision, planHash: request.planHash, approvers });
    if (!decided.ok) return { value: decided };
    const isWon = await deps.approvals.replace(seen, decided.value);
    return isWon ? { value: ok({ approval: decided.value, isNew: true }) } : undefined;
  });
  if (!answered.ok) return recordRefusal(deps, request, answered.refusal);
  const { approval, isNew } = answered.value;
  if (isNew) await recordDecision(deps, approval, decision);
  // Also for a repeat: the first answer may have crashed before it got here. A token resumes once, whoever asks.
  await resume(deps, approval);
  return ok(shown(approval));
}

function isRepeat({ decisions, planHash }: Approval, request: ApprovalAnswerRequest): boolean {
  const isNoted = decisions.some(({ by, verdict }) => by === request.by && verdict === request.verdict);
  return isNoted && planHash === request.planHash;
}

/** Tells the waiting execution, when the question is settled and its time was not over. */
async function resume({ recoveries, clock }: AnswerApprovalDeps, approval: Approval): Promise<void> {
  const { status, taskToken } = approval;
  if (status === 'requested' || status === 'expired' || hasLapsed(approval, clock.now())) return;
  await recoveries.answer(taskToken, { outcome: status });
}

async function recordDecision(
  deps: AnswerApprovalDeps,
  approval: Approval,
  decision: Decision,
): Promise<void> {
  const { approvalId, incidentId, planHash, status, decisions, approvalsNeeded } = approval;
  const { by, verdict, reason } = decision;
  await deps.audit.append({
    at: decision.at,
    event: 'approval-decided',
    actor: by,
    subject: approvalId,
    detail: { verdict, planHash, status, ...(reason === undefined ? {} : { reason }) },
  });
  const why = reason === undefined ? '' : `: ${reason}`;
  const summary =
    verdict === 'deny'
      ? `Denied by ${by}${why}`
      : `Approved by ${by} (${decisions.length} of ${approvalsNeeded})${why}`;
  const event = verdict === 'deny' ? 'approval-denied' : 'approval-granted';
  await writeNote(deps, incidentId, { event, summary });
}

async function recordRefusal(
  { audit, clock }: AnswerApprovalDeps,
  { approvalId, by, verdict }: ApprovalAnswerRequest,
  refusal: ApprovalRefusal,
): Promise<Result<ApprovalDecided, ApprovalRefusal>> {
  const detail = { verdict, reason: refusal.reason };
  await audit.append({ at: clock.now(), event: 'approval-refused', actor: by, subject: approvalId, detail });
  return refuse(refusal);
}

function notFound(approvalId: ApprovalId): Result<never, ApprovalRefusal> {
  return refuse({
    reason: 'not-found',
    detail: `There is no approval ${approvalId}. Look at the open ones.`,
  });
}

/** Without the task token, which never leaves the store. */
function shown({ approvalId, incidentId, status, decisions, approvalsNeeded }: Approval): ApprovalDecided {
  return { approvalId, incidentId, status, decisions, approvalsNeeded };
}
