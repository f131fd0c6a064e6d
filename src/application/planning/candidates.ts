// The candidates for a plan: every strategy against every hypothesis it remedies, each judged by guardrails and risk.
// What is not chosen is kept with its reason: people ask for it first.

import {
  type FleetFacts,
  type GuardrailFactsDeps,
  readFleetFacts,
} from '#application/planning/guardrail-facts.ts';
import { describeReadable } from '#application/planning/live-resources.ts';
import { planActions } from '#application/planning/plan-actions.ts';
import { judgeRisk, type RiskQuestion } from '#application/planning/plan-risk.ts';
import type { PlanningContext } from '#application/planning/planning-context.ts';
import type { ResourceReader } from '#application/ports/recovery.ts';
import type { ChangeStore } from '#application/ports/telemetry.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { findGuardrailRefusal, isPassing } from '#domain/guardrail/guardrails.ts';
import type { GuardrailRefusal } from '#domain/guardrail/refusal.ts';
import { secondsAfter } from '#domain/ids.ts';
import { type Mode, resolveMode } from '#domain/mode/mode.ts';
import { scoreCandidate } from '#domain/plan/choice.ts';
import type { Alternative, PlannedAction } from '#domain/plan/plan.ts';
import type { Risk } from '#domain/risk/risk.ts';
import type { Proposal, Situation, Strategy } from '#strategies/strategy.ts';

export interface CandidatesDeps extends GuardrailFactsDeps {
  readonly resources: ResourceReader;
  readonly changes: ChangeStore;
  readonly strategies: readonly Strategy[];
}

/** A plan that could be carried out. */
export interface Candidate {
  readonly strategy: Strategy;
  readonly hypothesis: Hypothesis;
  readonly proposal: Proposal;
  readonly actions: readonly PlannedAction[];
  readonly risk: Risk;
  readonly successProbability: number;
  readonly score: number;
  readonly mode: Mode;
}

export interface Candidates {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly Alternative[];
  /** Why waiting may help, when some were rejected for a passing reason. */
  readonly passingReason: string | undefined;
}

/** Hypotheses further down the list are too weak to act on. */
const HYPOTHESES_CONSIDERED = 4;
/** The longest memory of a strategy: how long after a restart another is no remedy. */
const CHANGE_SECONDS = 6 * 3600;

/** All candidates, judged. */
export async function findCandidates(deps: CandidatesDeps, context: PlanningContext): Promise<Candidates> {
  const judged: Judged[] = [];
  for (const hypothesis of context.hypotheses.slice(0, HYPOTHESES_CONSIDERED)) {
    judged.push(...(await judgeHypothesis(deps, context, hypothesis)));
  }
  const candidates = judged.flatMap(({ candidate }) => (candidate ? [candidate] : []));
  return {
    candidates: candidates.toSorted((a, b) => b.score - a.score),
    rejected: judged.flatMap(({ rejected }) => (rejected ? [rejected] : [])),
    passingReason: judged.find(({ isPassing: passes, rejected }) => passes && rejected)?.rejected?.detail,
  };
}

interface Judged {
  readonly candidate?: Candidate;
  readonly rejected?: Alternative;
  /** Waiting may turn the rejection. */
  readonly isPassing: boolean;
}

async function judgeHypothesis(
  deps: CandidatesDeps,
  context: PlanningContext,
  hypothesis: Hypothesis,
): Promise<readonly Judged[]> {
  const service = context.settings.services.find(({ id }) => id === hypothesis.serviceId);
  const strategies = deps.strategies.filter((strategy) => isConsidered(strategy, hypothesis, context));
  const facts = context.facts.get(hypothesis.serviceId);
  if (!service || !facts || strategies.length === 0) return [];
  const fleet = await readFleetFacts(deps, service, context.settings);
  const { onsetAt, now: current, usual } = facts;
  const since = secondsAfter(onsetAt, -CHANGE_SECONDS);
  const situation: Situation = {
    now: context.now,
    onsetAt,
    service,
    hypothesis,
    resources: await describeReadable(deps, service.resources),
    current,
    usual,
    changes: await deps.changes.list([service.id], since, secondsAfter(context.now, 1)),
    isRequested: context.incident.requestedStrategy !== undefined,
    ...(context.incident.foreseen && { foreseen: context.incident.foreseen }),
  };
  return strategies.map((strategy) => judgeStrategy(strategy, situation, { context, fleet }));
}

/**
 * What a person asked for is considered against whatever is believed of the service; else the remedies decide. No plan
 * rests on what only the classifier suggests: that is for people to look at.
 */
function isConsidered(strategy: Strategy, hypothesis: Hypothesis, { incident }: PlanningContext): boolean {
  if (incident.requestedStrategy === undefined)
    return !hypothesis.isSuggested && hypothesis.failureType in strategy.remedies;
  return strategy.name === incident.requestedStrategy && hypothesis.serviceId === incident.serviceId;
}

interface Judging {
  readonly context: PlanningContext;
  readonly fleet: FleetFacts;
}

function judgeStrategy(strategy: Strategy, situation: Situation, judging: Judging): Judged {
  const base = { strategy: strategy.name, failureType: situation.hypothesis.failureType };
  if (wasTried(strategy, situation, judging.context)) {
    const detail = 'it was tried already in this recovery';
    return { isPassing: false, rejected: { ...base, verdict: 'refused', detail } };
  }
  const proposal = strategy.propose(situation);
  if (!proposal.ok) {
    const { reason, detail } = proposal.refusal;
    return { isPassing: reason === 'not-yet', rejected: { ...base, verdict: 'abstained', detail } };
  }
  const actions = planActions(proposal.value.actions, situation.resources);
  const refusal = askGuardrails(actions, situation, judging);
  if (!refusal) {
    const made = { strategy, situation, actions, context: judging.context };
    return { isPassing: false, candidate: makeCandidate(proposal.value, made) };
  }
  const { detail } = refusal;
  return { isPassing: isPassing(refusal), rejected: { ...base, verdict: 'refused', detail, refusal } };
}

function askGuardrails(
  actions: readonly PlannedAction[],
  { resources }: Situation,
  { context, fleet }: Judging,
): GuardrailRefusal | undefined {
  const changed = new Set(actions.map(({ action }) => action.resourceId));
  const descriptions = resources.filter(({ resourceId }) => changed.has(resourceId));
  return findGuardrailRefusal({ ...fleet, attempt: context.attempt, actions, descriptions });
}

function makeCandidate(proposal: Proposal, question: RiskQuestion): Candidate {
  const { strategy, situation, actions, context } = question;
  const { hypothesis } = situation;
  const judgement = judgeRisk(question);
  const score = scoreCandidate({ ...judgement, confidence: hypothesis.confidence });
  return {
    strategy,
    hypothesis,
    proposal,
    actions,
    ...judgement,
    score,
    mode: modeFor(strategy, situation, context),
  };
}

function wasTried(strategy: Strategy, { service }: Situation, { earlierPlans }: PlanningContext): boolean {
  return earlierPlans.some((plan) => plan.strategy === strategy.name && plan.serviceId === service.id);
}

function modeFor({ name }: Strategy, { service }: Situation, { settings }: PlanningContext): Mode {
  return resolveMode([settings.mode, service.mode, service.strategies[name]]);
}

/** A candidate that lost against the chosen one. */
export function outranked({ strategy, hypothesis, proposal, score }: Candidate): Alternative {
  return {
    strategy: strategy.name,
    failureType: hypothesis.failureType,
    verdict: 'outranked',
    detail: proposal.summary,
    score,
  };
}
