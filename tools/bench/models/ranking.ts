// How good chances are: average precision, calibration and skill of scored outcomes, and the interval that drawing groups
// anew gives. A draw is a weight for each group, so that the rows are put in order only once.

import { openStream } from '#local/fleet/random.ts';
import type { Figure } from './table.ts';

/** Moments of one group (a machine), by column. */
export interface ScoredGroup {
  /** Larger is more likely; a probability where calibration is asked. */
  readonly scores: ArrayLike<number>;
  readonly hits: ArrayLike<number>;
}

/** How often each group was drawn. */
export type Draw = ArrayLike<number>;

/** The moments of all groups, in order of falling score. */
export interface Ranking {
  readonly scores: Float64Array;
  readonly hits: Uint8Array;
  readonly groups: Uint16Array;
}

const RESAMPLES = 200;
const CALIBRATION_BINS = 15;
const LOW_SHARE = 0.05;

/** A figure of all groups, each counted once, with the 90 % interval over groups drawn anew. */
export function figureOver(groupCount: number, measure: (draw: Draw) => number, seed: number): Figure {
  const random = openStream(seed, 'bootstrap');
  const values = Array.from({ length: RESAMPLES }, () => {
    const draw = new Float64Array(groupCount);
    for (let i = 0; i < groupCount; i++) {
      const group = Math.floor(random.uniform() * groupCount);
      draw[group] = (draw[group] ?? 0) + 1;
    }
    return measure(draw);
  }).sort((one, other) => one - other);
  const at = (share: number) => values[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return {
    value: measure(new Float64Array(groupCount).fill(1)),
    interval: [at(LOW_SHARE), at(1 - LOW_SHARE)],
  };
}

/** Puts the moments of all groups in order. */
export function rankMoments(scored: readonly ScoredGroup[]): Ranking {
  const scores = Float64Array.from(scored.flatMap((group) => Array.from(group.scores)));
  const hits = Uint8Array.from(scored.flatMap((group) => Array.from(group.hits)));
  const groups = Uint16Array.from(scored.flatMap((group, index) => Array.from(group.scores, () => index)));
  const order = Uint32Array.from(scores.keys()).sort(
    (one, other) => (scores[other] ?? 0) - (scores[one] ?? 0),
  );
  return {
    scores: Float64Array.from(order, (place) => scores[place] ?? 0),
    hits: Uint8Array.from(order, (place) => hits[place] ?? 0),
    groups: Uint16Array.from(order, (place) => groups[place] ?? 0),
  };
}

/** Walks down the ranking and tells after each score how many moments, and hits, it has passed. */
function walk(
  { scores, hits, groups }: Ranking,
  draw: Draw,
  visit: (taken: number, found: number) => void,
): { readonly taken: number; readonly found: number } {
  let taken = 0;
  let found = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = draw[groups[i] ?? 0] ?? 0;
    taken += weight;
    found += weight * (hits[i] ?? 0);
    if (scores[i + 1] !== scores[i]) visit(taken, found);
  }
  return { taken, found };
}

/** The area under the precision-recall curve, by steps. */
export function averagePrecision(ranking: Ranking, draw: Draw): number {
  let area = 0;
  let before = 0;
  const { found: all } = walk(ranking, draw, (taken, found) => {
    if (found > before) area += (found / taken) * (found - before);
    before = found;
  });
  return area / all;
}

/** The largest share of hits that is found while at least so many of the warnings are right. */
export function recallAtPrecision(ranking: Ranking, precision: number, draw: Draw): number {
  let best = 0;
  const { found: all } = walk(ranking, draw, (taken, found) => {
    if (found / taken >= precision) best = found;
  });
  return best / all;
}

/** The mean distance between what was said and what happened, over bins of what was said. */
export function calibrationError({ scores, hits, groups }: Ranking, draw: Draw): number {
  const gaps = new Float64Array(CALIBRATION_BINS);
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = draw[groups[i] ?? 0] ?? 0;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor((scores[i] ?? 0) * CALIBRATION_BINS));
    gaps[bin] = (gaps[bin] ?? 0) + weight * ((scores[i] ?? 0) - (hits[i] ?? 0));
    count += weight;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / count;
}

/** One less the mean squared error in parts of that of always saying the base rate. */
export function brierSkill({ scores, hits, groups }: Ranking, draw: Draw): number {
  let squared = 0;
  let found = 0;
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = draw[groups[i] ?? 0] ?? 0;
    squared += weight * ((scores[i] ?? 0) - (hits[i] ?? 0)) ** 2;
    found += weight * (hits[i] ?? 0);
    count += weight;
  }
  const base = found / count;
  return 1 - squared / count / (base * (1 - base));
}
