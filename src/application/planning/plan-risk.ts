// The risk of a candidate and its chance of success, from the facts that are known at planning time.

import type { PlanningContext } from '#application/planning/planning-context.ts';
import { type Reversibility, reversibilityOf, settleSecondsOf } from '#domain/action/definitions.ts';
import { assessImpact } from '#domain/diagnosis/impact.ts';
import { findTrackRecord, successProbability } from '#domain/outcome/track-record.ts';
import type { PlannedAction } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { assessRisk } from '#domain/risk/assess-risk.ts';
import type { Risk } from '#domain/risk/risk.ts';
import type { Situation, Strategy } from '#strategies/strategy.ts';

/** A candidate before its risk is known. */
export interface RiskQuestion {
  readonly strategy: Strategy;
  readonly situation: Situation;
  readonly actions: readonly PlannedAction[];
  readonly context: PlanningContext;
}

/** Belief in a strategy against something it does not claim to remedy; only a person's request leads there. */
const NO_PRIOR = { successes: 1, failures: 1 };

/** The risk, and the probability that it works from prior and track record. */
export function judgeRisk({ strategy, situation, actions, context }: RiskQuestion): {
  readonly risk: Risk;
  readonly successProbability: number;
} {
  const { service, hypothesis, resources } = situation;
  const record = findTrackRecord(context.trackRecords, strategy.name, hypothesis.failureType);
  const probability = successProbability(strategy.remedies[hypothesis.failureType] ?? NO_PRIOR, record);
  const current = new Map([...context.facts].map(([serviceId, each]) => [serviceId, each.now]));
  const impact = assessImpact(service.id, context.settings.services, { now: current });
  const successes = record?.successes ?? 0;
  const risk = assessRisk({
    trafficShare: impact.trafficShare,
    capacityLost: Math.max(0, ...actions.map((planned) => capacityLost(planned, resources))),
    reversibility: leastReversible(actions),
    settleSeconds: Math.max(0, ...actions.map(({ action }) => settleSecondsOf(action))),
    downstream: impact.downstream.length,
    confidence: hypothesis.confidence,
    successProbability: probability,
    tries: successes + (record?.failures ?? 0),
    successes,
  });
  return { risk, successProbability: Math.round(probability * 1000) / 1000 };
}

/** How far the actions of a plan can be taken back: as far as the worst of them. */
export function leastReversible(actions: readonly PlannedAction[]): Reversibility {
  const all = actions.map(({ action }) => reversibilityOf(action));
  return (['irreversible', 'bounded'] as const).find((each) => all.includes(each)) ?? 'reversible';
}

/** Share of the tasks that a deployment may stop before their replacements run. */
function capacityLost({ action }: PlannedAction, descriptions: readonly ResourceDescription[]): number {
  const deploys =
    action.kind === 'ecs-service/force-new-deployment' || action.kind === 'ecs-service/set-task-definition';
  if (!deploys) return 0;
  const kept = descriptions
    .filter(({ resourceId }) => resourceId === action.resourceId)
    .map(({ minimumHealthyPercent = 100 }) => minimumHealthyPercent);
  return 1 - Math.min(100, ...kept) / 100;
}
