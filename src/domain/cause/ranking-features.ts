// What the trained ranker looks at: the signs of a component put so that more of each speaks for it as the cause. The
// ranker is a weighted sum of them with weights that cannot be negative, so no weight can turn evidence on its head.

import type { CauseSigns } from '#domain/cause/cause-signs.ts';
import { ownErrors, ownSlowness, ownTrafficGain, priorScore } from '#domain/cause/prior-score.ts';

/** In the order that models are trained on. */
export const RANKING_FEATURE_NAMES = [
  'logPrior',
  'ownSlowness',
  'ownErrors',
  'cpu',
  'memory',
  'unexplainedWait',
  'starvation',
  'ownWaitingVolume',
  'ownFailingVolume',
  'callerLatency',
  'callerErrors',
  'isOnPath',
  'isSeenFromWithin',
  'isWellKnown',
  'callsSomethingNew',
  'earliness',
  'calleeIsWell',
  'ownTrafficGain',
  'keepsTraffic',
  'hasChanged',
] as const;
export type RankingFeature = (typeof RANKING_FEATURE_NAMES)[number];

/** Below this a prior score is noise; it also keeps the logarithm finite. */
const LEAST_PRIOR = 0.03;
/** A caller's harm from which on it speaks as clearly as it can (4 usual steps). */
const CLEAR_CALLER = 0.2;

/** The features of one component. */
export function rankingFeatures(signs: CauseSigns): Readonly<Record<RankingFeature, number>> {
  const clear = (harm: number) => Math.min(1, harm / CLEAR_CALLER);
  return {
    logPrior: logPrior(signs),
    ownSlowness: ownSlowness(signs),
    ownErrors: ownErrors(signs),
    cpu: signs.cpu,
    memory: signs.memory,
    unexplainedWait: signs.unexplainedWait,
    starvation: signs.starvation,
    ownWaitingVolume: signs.ownWaitingVolume,
    ownFailingVolume: signs.ownFailingVolume,
    callerLatency: clear(signs.callerLatency),
    callerErrors: clear(signs.callerErrors),
    isOnPath: signs.isOnPath,
    isSeenFromWithin: 1 - signs.isOutsideView,
    isWellKnown: 1 - signs.isNewlyCalled,
    callsSomethingNew: signs.callsSomethingNew,
    earliness: 1 - signs.lag,
    calleeIsWell: 1 - signs.calleeLatency,
    ownTrafficGain: ownTrafficGain(signs),
    keepsTraffic: 1 - signs.trafficLoss,
    hasChanged: signs.hasChanged,
  };
}

/** The features as a row for a model. */
export function rankingRow(signs: CauseSigns): readonly number[] {
  const features = rankingFeatures(signs);
  return RANKING_FEATURE_NAMES.map((name) => features[name]);
}

/** The logarithm of the prior score: the one feature that suffices where there is no model. */
export function logPrior(signs: CauseSigns): number {
  return Math.log(priorScore(signs) + LEAST_PRIOR);
}
