// The usual spread of a series: how far from its centre nine of ten values stay, learned in constant space.

import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { trackQuantile } from '#domain/baseline/robust.ts';

/** Nine of ten points stay within the spread. */
const SPREAD_SHARE = 0.9;
/** Growth of the spread per point that lies inside of the band. */
export const SPREAD_RATE = 0.1;
/** A spread learned from fewer points is widened by a prior. About an hour at one point a minute. */
export const SETTLED_POINTS = 60;
/** Values differ by rounding alone below this part of the level. */
const RELATIVE_FLOOR = 1e-3;
const ABSOLUTE_FLOOR = 1e-9;

/** The smallest spread that a value of this size can be said to have: a spread of zero would make any change infinite. */
export function varianceFloor(level: number): number {
  return Math.max(RELATIVE_FLOOR * Math.abs(level), ABSOLUTE_FLOOR);
}

/** Around which centre, and how much of itself the spread may grow with one sample. */
export interface SpreadLearning {
  readonly center: number;
  readonly rate: number;
}

/** The spread after one more value at this distance from the centre. */
export function learnSpread(spread: number, distance: number, { center, rate }: SpreadLearning): number {
  const floor = varianceFloor(center);
  const tracked = trackQuantile(Math.max(spread, floor), distance, { share: SPREAD_SHARE, rate });
  return roundToPacked(Math.max(tracked, floor), 'long');
}
