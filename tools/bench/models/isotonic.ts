// Isotonic calibration (Zadrozny and Elkan 2002) by pooling adjacent violators, thinned to a few knots that strictly
// grow, so that a calibrated score keeps the order of the raw one.

import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import type { LabelledScores } from './event-score.ts';

interface Pool {
  /** Mean score, share of labelled points, and points. */
  score: number;
  share: number;
  count: number;
}

/** Points that a knot must rest on. */
const LEAST_POINTS = 150;
/** Nothing is impossible, nothing certain; and the ends keep the order of what lies beyond all that was seen. */
const LEAST_PROBABILITY = 1e-5;
const END_MARGIN = 12;
const LEAST_STEP = 1e-6;

/** The knots of the share of labelled points by score. */
export function fitIsotonic(series: readonly LabelledScores[]): ScoreParameters['calibration'] {
  const pools: Pool[] = [];
  for (const pool of blocksOf(series)) {
    pools.push(pool);
    for (let last = pools.at(-1), before = pools.at(-2); last && before && before.share >= last.share; ) {
      pools.splice(-2, 2, merged(before, last));
      last = pools.at(-1);
      before = pools.at(-2);
    }
  }
  return withEnds(pools);
}

/** Points in the order of their scores, in blocks of a few. */
function blocksOf(series: readonly LabelledScores[]): Pool[] {
  const points = series.flatMap(({ scores, labels }) =>
    Array.from(scores, (score, i) => ({ score, label: labels[i] ?? 0 })),
  );
  points.sort((one, other) => one.score - other.score);
  const blocks: Pool[] = [];
  for (let from = 0; from < points.length; from += LEAST_POINTS) {
    const block = points.slice(from, from + LEAST_POINTS);
    const mean = (pick: (point: { score: number; label: number }) => number) =>
      block.reduce((sum, point) => sum + pick(point), 0) / block.length;
    blocks.push({
      score: mean(({ score }) => score),
      share: mean(({ label }) => label),
      count: block.length,
    });
  }
  return blocks;
}

function merged(one: Pool, other: Pool): Pool {
  const count = one.count + other.count;
  const mean = (a: number, b: number) => (a * one.count + b * other.count) / count;
  return { count, score: mean(one.score, other.score), share: mean(one.share, other.share) };
}

function withEnds(pools: readonly Pool[]): ScoreParameters['calibration'] {
  const [first, last] = [pools[0], pools.at(-1)];
  if (!first || !last) throw new RangeError('Nothing to calibrate on; give series with labels');
  const knots = [{ logit: first.score - END_MARGIN, probability: 0 }];
  for (const { score, share } of pools) {
    const before = knots.at(-1)?.probability ?? 0;
    const probability = Math.max(share, before + LEAST_STEP, LEAST_PROBABILITY);
    knots.push({ logit: score, probability });
  }
  const top = knots.at(-1)?.probability ?? 0;
  knots.push({ logit: last.score + END_MARGIN, probability: Math.max(top + LEAST_STEP, (1 + top) / 2) });
  return knots.map(({ logit, probability }) => ({ logit: round(logit), probability: round(probability) }));
}

function round(value: number): number {
  return Number(value.toPrecision(7));
}
