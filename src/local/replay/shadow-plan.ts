// "What would have been offered": the hypotheses of an incident put before the registered strategies, as if the suspect
// were a managed service. Nothing of it can be carried out, and every report says so.

import type { Action } from '#domain/action/action.ts';
import { describeAction, reversibilityOf, settleSecondsOf } from '#domain/action/definitions.ts';
import type { Diagnosis, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { medianValues } from '#domain/diagnosis/facts.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import { successProbability } from '#domain/outcome/track-record.ts';
import { LEAST_SCORE, scoreCandidate } from '#domain/plan/choice.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { assessRisk } from '#domain/risk/assess-risk.ts';
import type { Risk } from '#domain/risk/risk.ts';
import type { Service } from '#domain/service/service.ts';
import { allCallersOf } from '#domain/service/topology.ts';
import { STRATEGIES } from '#strategies/registry.ts';
import type { Situation, Strategy } from '#strategies/strategy.ts';
import type { OfferedPlan } from './report.ts';
import { shadowResources } from './shadow-resources.ts';

export interface ShadowFacts {
  readonly now: Instant;
  readonly onsetAt: Instant;
  readonly diagnosis: Diagnosis | undefined;
  readonly services: readonly Service[];
  /** Health records of a service around the incident, oldest first. */
  readonly healthOf: (serviceId: ServiceId) => Promise<readonly HealthRecord[]>;
}

/** Records whose median is "now", and how long before the onset "usual" lies. */
const NOW_RECORDS = 3;
const USUAL_GUARD_SECONDS = 180;

/** The best offer that any strategy makes for any hypothesis, or why there is none. */
export async function offerShadowPlan(facts: ShadowFacts): Promise<OfferedPlan> {
  const hypotheses = (facts.diagnosis?.hypotheses ?? []).filter(({ isSuggested }) => !isSuggested);
  if (hypotheses.length === 0) return noOffer('No hypothesis explains it: a person has to look');
  const considered = (
    await Promise.all(hypotheses.map((hypothesis) => considerAll(hypothesis, facts)))
  ).flat();
  const offers = considered.filter((each) => 'proposal' in each);
  const abstained = considered.flatMap((each) => ('detail' in each ? [each] : []));
  const [best] = offers.sort((one, other) => other.score - one.score);
  if (!best) return noOffer(whyNone(hypotheses[0], abstained), abstained);
  if (best.score <= LEAST_SCORE) {
    return noOffer(
      `${best.proposal.summary}: it promises too little for its risk; people would be called`,
      abstained,
    );
  }
  return {
    isHypothetical: true,
    strategy: best.strategy,
    service: best.service,
    summary: best.proposal.summary,
    actions: best.actions,
    risk: { tier: best.risk.tier, sentence: best.risk.sentence },
    abstained,
  };
}

interface Offer {
  readonly strategy: string;
  readonly service: string;
  readonly proposal: { readonly summary: string };
  readonly actions: readonly string[];
  readonly risk: Risk;
  readonly score: number;
}

interface Abstained {
  readonly strategy: string;
  readonly detail: string;
}

async function considerAll(
  hypothesis: Hypothesis,
  facts: ShadowFacts,
): Promise<readonly (Offer | Abstained)[]> {
  const service = facts.services.find(({ id }) => id === hypothesis.serviceId);
  const remedies = STRATEGIES.filter(({ remedies: known }) => known[hypothesis.failureType] !== undefined);
  if (!service || remedies.length === 0) return [];
  const resources = shadowResources(service.id, facts.now);
  const situation = await situate({ hypothesis, service, resources }, facts);
  return remedies.map((strategy) => consider(strategy, situation, facts));
}

async function situate(
  about: Pick<Situation, 'hypothesis' | 'service' | 'resources'>,
  { now, onsetAt, healthOf }: ShadowFacts,
): Promise<Situation> {
  const health = await healthOf(about.service.id);
  const usualUntil = secondsAfter(onsetAt, -USUAL_GUARD_SECONDS);
  return {
    ...about,
    now,
    onsetAt,
    current: medianValues(health.slice(-NOW_RECORDS)),
    usual: medianValues(health.filter(({ at }) => at < usualUntil)),
    changes: [],
    isRequested: false,
  };
}

function consider(strategy: Strategy, situation: Situation, facts: ShadowFacts): Offer | Abstained {
  const { hypothesis, service, resources } = situation;
  const proposed = strategy.propose(situation);
  if (!proposed.ok) return { strategy: strategy.name, detail: `${service.id}: ${proposed.refusal.detail}` };
  const { actions, summary } = proposed.value;
  const probability = successProbability(strategy.remedies[hypothesis.failureType] ?? NO_BELIEF, undefined);
  const risk = assessRisk({
    trafficShare: facts.diagnosis?.impact.trafficShare ?? 0,
    capacityLost: 0,
    reversibility: worstOf(actions),
    settleSeconds: Math.max(0, ...actions.map(settleSecondsOf)),
    downstream: allCallersOf(facts.services, service.id).length,
    confidence: hypothesis.confidence,
    successProbability: probability,
    tries: 0,
    successes: 0,
  });
  return {
    strategy: strategy.name,
    service: service.id,
    proposal: { summary },
    actions: actions.map((action) => describe(action, resources)),
    risk,
    score: scoreCandidate({ confidence: hypothesis.confidence, successProbability: probability, risk }),
  };
}

const NO_BELIEF = { successes: 1, failures: 1 };

function worstOf(actions: readonly Action[]) {
  const kinds = actions.map(reversibilityOf);
  return (['irreversible', 'bounded'] as const).find((kind) => kinds.includes(kind)) ?? 'reversible';
}

function describe(action: Action, resources: readonly ResourceDescription[]): string {
  const target = resources.find(({ resourceId }) => resourceId === action.resourceId);
  return target ? describeAction(action, target.state) : action.kind;
}

function whyNone(best: Hypothesis | undefined, abstained: readonly Abstained[]): string {
  if (abstained.length > 0) return 'No strategy found a safe action; people would be called';
  return `No strategy helps against ${best?.failureType ?? 'this'}; people would be called`;
}

function noOffer(summary: string, abstained: readonly Abstained[] = []): OfferedPlan {
  return { isHypothetical: true, strategy: null, service: null, summary, actions: [], risk: null, abstained };
}
