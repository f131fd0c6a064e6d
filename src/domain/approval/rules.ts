// The rules of approvals (I4): bound to one plan hash, expiring, decided by listed people, never by who asked for it,
// and by different people where two are needed. Stores only make them atomic.

import type { Approval, Decision } from '#domain/approval/approval.ts';
import type { Instant } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** The reasons that a known approval can give. */
type RuleReason =
  | 'not-an-approver'
  | 'own-request'
  | 'expired'
  | 'already-decided'
  | 'already-voted'
  | 'plan-changed';
export type ApprovalRefusalReason = RuleReason | 'not-found';

export interface ApprovalRefusal {
  readonly reason: ApprovalRefusalReason;
  /** For the person who clicked: what is the matter and what to do. */
  readonly detail: string;
}

export interface DecisionRequest {
  readonly decision: Decision;
  /** The plan the person saw. */
  readonly planHash: string;
  /** Who may decide now, from the settings on the server. */
  readonly approvers: readonly string[];
}

/** The approval after one more decision, or why that person may not decide. One denial decides at once. */
export function decide(approval: Approval, request: DecisionRequest): Result<Approval, ApprovalRefusal> {
  const reason = findRefusal(approval, request);
  if (reason) return refuse({ reason, detail: explainRefusal(reason, approval) });
  const decisions = [...approval.decisions, request.decision];
  if (request.decision.verdict === 'deny') return ok({ ...approval, decisions, status: 'denied' });
  const isComplete = decisions.length >= approval.approvalsNeeded;
  return ok({ ...approval, decisions, status: isComplete ? 'granted' : 'requested' });
}

function findRefusal(approval: Approval, request: DecisionRequest): RuleReason | undefined {
  const { by, at, verdict } = request.decision;
  if (!request.approvers.includes(by)) return 'not-an-approver';
  if (approval.status === 'expired') return 'expired';
  if (approval.status !== 'requested') return 'already-decided';
  if (hasLapsed(approval, at)) return 'expired';
  if (request.planHash !== approval.planHash) return 'plan-changed';
  if (by === approval.requestedBy && verdict === 'approve') return 'own-request';
  return approval.decisions.some((each) => each.by === by) ? 'already-voted' : undefined;
}

/** Whether the time to answer is over. */
export function hasLapsed({ expiresAt }: Approval, now: Instant): boolean {
  return now >= expiresAt;
}

/** The question closed without an answer. */
export function expire(approval: Approval): Approval {
  return { ...approval, status: 'expired' };
}

/** What a refusal means, for the person who clicked. */
export function explainRefusal(reason: RuleReason, approval: Approval): string {
  const { approvalId, status, decisions, requestedBy } = approval;
  switch (reason) {
    case 'not-an-approver':
      return 'You are not an approver. Ask one of those listed in the settings.';
    case 'own-request':
      return `${requestedBy} asked for this recovery, so somebody else has to approve it.`;
    case 'expired':
      return `${approvalId} has expired and nothing was changed. If the trouble goes on, ask for a new recovery.`;
    case 'already-decided':
      return `${approvalId} is already ${status}${namesOf(decisions)}; this answer changes nothing.`;
    case 'already-voted':
      return 'You have decided already; a different person has to be the second.';
    case 'plan-changed':
      return 'The plan was remade since you saw it. Look at the new one and decide on that.';
  }
}

function namesOf(decisions: readonly Decision[]): string {
  const names = decisions.map(({ by }) => by);
  return names.length === 0 ? '' : ` by ${names.join(' and ')}`;
}
