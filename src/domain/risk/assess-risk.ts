// Risk as a number, a tier and a sentence (X13), computed from live facts: what share of users a plan touches, what
// capacity it leaves, whether and how fast it can be taken back, who depends on it, and how like plans went before.

import type { Reversibility } from '#domain/action/definitions.ts';
import { formatDuration, formatShare } from '#domain/incident/symptom.ts';
import type { Risk, RiskTier } from '#domain/risk/risk.ts';

export interface RiskFacts {
  /** Share of the fleet's requests that pass through what is changed, 0 to 1. */
  readonly trafficShare: number;
  /** Share of the capacity that is missing while the plan takes effect, 0 to 1. */
  readonly capacityLost: number;
  readonly reversibility: Reversibility;
  /** Seconds until it has taken full effect; taking it back takes as long. */
  readonly settleSeconds: number;
  /** Services that call what is changed, directly or not. */
  readonly downstream: number;
  /** Confidence in the hypothesis it rests on, 0 to 1. */
  readonly confidence: number;
  readonly successProbability: number;
  /** Like plans before: how many, and how many of them worked. */
  readonly tries: number;
  readonly successes: number;
}

/** What each part may add at most; together 1. Doubt weighs most: a sure, wide act is safer than a guess at one service. */
const WEIGHTS = {
  traffic: 0.15,
  capacity: 0.2,
  irreversibility: 0.2,
  duration: 0.1,
  downstream: 0.1,
  doubt: 0.25,
} as const;

/** `bounded` acts end by themselves, so they weigh a quarter of what cannot be undone. */
const IRREVERSIBILITY: Readonly<Record<Reversibility, number>> = {
  reversible: 0,
  bounded: 0.25,
  irreversible: 1,
};
/** From here on longer or wider makes no difference: a quarter of an hour, ten services. */
const LONG_SECONDS = 900;
const MANY_DOWNSTREAM = 10;
/** Scores at which the tiers begin. */
const MEDIUM_SCORE = 0.2;
const HIGH_SCORE = 0.45;

/** The risk of a plan. Never lower when traffic, lost capacity, duration, dependants or doubt grow. */
export function assessRisk(facts: RiskFacts): Risk {
  const parts = partsOf(facts);
  const score = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { tier: tierOf(score, facts.reversibility), score: round(score), sentence: explain(facts), parts };
}

function partsOf(facts: RiskFacts): Record<keyof typeof WEIGHTS, number> {
  return {
    traffic: round(WEIGHTS.traffic * facts.trafficShare),
    capacity: round(WEIGHTS.capacity * facts.capacityLost),
    irreversibility: round(WEIGHTS.irreversibility * IRREVERSIBILITY[facts.reversibility]),
    duration: round(WEIGHTS.duration * Math.min(1, facts.settleSeconds / LONG_SECONDS)),
    downstream: round(WEIGHTS.downstream * Math.min(1, facts.downstream / MANY_DOWNSTREAM)),
    doubt: round(WEIGHTS.doubt * (1 - facts.confidence * facts.successProbability)),
  };
}

/** What cannot be undone is high, whatever else speaks for it. */
function tierOf(score: number, reversibility: Reversibility): RiskTier {
  if (reversibility === 'irreversible' || score >= HIGH_SCORE) return 'high';
  return score >= MEDIUM_SCORE ? 'medium' : 'low';
}

function explain(facts: RiskFacts): string {
  const { trafficShare, capacityLost, downstream, tries, successes } = facts;
  const parts = [
    `touches ${formatShare(trafficShare)} of requests`,
    capacityLost > 0
      ? `leaves ${formatShare(1 - capacityLost)} of the capacity meanwhile`
      : 'takes no capacity away',
    wayBack(facts),
    downstream === 0 ? 'nothing else depends on it' : `${downstream} services depend on it`,
    tries === 0 ? 'it has not been tried here before' : `${successes} of ${tries} like it worked`,
  ];
  const sentence = parts.join('; ');
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}

function wayBack({ reversibility, settleSeconds }: RiskFacts): string {
  switch (reversibility) {
    case 'reversible':
      return `can be taken back within ${formatDuration(settleSeconds)}`;
    case 'bounded':
      return `cannot be taken back, but is over within ${formatDuration(settleSeconds)}`;
    case 'irreversible':
      return 'cannot be taken back';
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
