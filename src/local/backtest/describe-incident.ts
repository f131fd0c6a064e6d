// An incident of a backtest in words: what was found, what would have been done about it, who would have been asked, and
// what stays unknown.

import { leastReversible } from '#application/planning/plan-risk.ts';
import type { DiagnosisStore, IncidentStore, PlanStore } from '#application/ports/recovery.ts';
import type { ApprovalSettings } from '#domain/approval/settings.ts';
import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { Instant } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { countApprovals, findApprovalReason } from '#domain/plan/choice.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { rankedHypotheses, symptomsOf } from '#local/replay/describe.ts';
import type { BacktestIncident, BacktestPlan } from './report.ts';

export interface BacktestStores {
  readonly incidents: IncidentStore;
  readonly diagnoses: DiagnosisStore;
  readonly plans: PlanStore;
}

export interface IncidentContext {
  readonly stores: BacktestStores;
  readonly approvals: ApprovalSettings;
  /** What is not known about the incident, given the plan that there would have been. */
  readonly unknownsWith: (plan: Plan | undefined) => readonly string[];
}

/** One incident as it would have been told. */
export async function describeIncident(
  incident: Incident,
  { stores, approvals, unknownsWith }: IncidentContext,
): Promise<BacktestIncident> {
  const { incidentId, title, severity, onsetAt, openedAt, closedAt, state, closing } = incident;
  const diagnosis = await stores.diagnoses.find(incidentId);
  const plan = (await stores.plans.listOf(incidentId)).find(({ actions }) => actions.length > 0);
  return {
    incidentId,
    title,
    severity,
    onsetAt: toText(onsetAt),
    detectedAt: toText(openedAt),
    closedAt: closedAt === undefined ? null : toText(closedAt),
    state,
    services: symptomsOf(incident),
    hypotheses: rankedHypotheses(diagnosis),
    plan: plan ? describePlan(plan, { incident, diagnosis, approvals }) : null,
    escalation: state === 'escalated' ? (closing ?? 'nothing else was left to do') : null,
    unknown: unknownsWith(plan),
  };
}

interface PlanContext {
  readonly incident: Incident;
  readonly diagnosis: Diagnosis | undefined;
  readonly approvals: ApprovalSettings;
}

function describePlan(plan: Plan, { incident, diagnosis, approvals }: PlanContext): BacktestPlan {
  const { strategy, serviceId, failureType, summary, risk, successProbability, actions, createdAt } = plan;
  const hypothesis = diagnosis?.hypotheses.find(
    (each) => each.serviceId === serviceId && each.failureType === failureType,
  );
  const facts = {
    tier: risk.tier,
    confidence: hypothesis?.confidence ?? 0,
    isFallback: incident.isFallback,
    reversibility: leastReversible(actions),
  };
  return {
    plannedAt: toText(createdAt),
    strategy,
    service: serviceId,
    summary: withoutDecider(summary),
    actions: actions.map(({ description }) => description),
    risk: { tier: risk.tier, sentence: risk.sentence },
    successProbability,
    approvals: {
      inApprove: countApprovals({ ...facts, mode: 'approve' }, approvals),
      inAuto: countApprovals({ ...facts, mode: 'auto' }, approvals),
    },
    approvalReason: findApprovalReason({ ...facts, mode: 'auto' }, approvals) ?? null,
  };
}

/** A plan ends with who decides in the mode it was made in; a backtest says that for each mode. */
function withoutDecider(summary: string): string {
  return summary.replace(/\. People decide, because [^.]*$/, '');
}

function toText(at: Instant): string {
  return new Date(at).toISOString();
}
