// The running scales of a series: for each distance what is usual, and for some what is rare. Learned from every point,
// in constant space, after the point was described by what was known before it.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { trackQuantile } from '#domain/baseline/robust.ts';
import { type PointView, SCALE } from '#domain/feature/point-view.ts';

/** Nine of ten distances stay within a usual scale. */
const USUAL_SHARE = 0.9;
/** One of a hundred, and two of a thousand, are beyond a scale of what is rare. */
const RARE_SHARE = 0.99;
const RAREST_SHARE = 0.998;
/** In the order of SCALE; the peak is no quantile. */
const SHARES: readonly number[] = [
  ...new Array<number>(SCALE.tail15).fill(USUAL_SHARE),
  ...[RARE_SHARE, RARE_SHARE, RARE_SHARE, RAREST_SHARE],
];
const RATE = 0.1;
/** A scale that is far too small, as after a flat stretch, catches up by half a step at a time. */
const CATCH_UP_RATIO = 4;
const CATCH_UP_RATE = 0.5;
/** The largest distance of late is forgotten by a thousandth part in so many points. */
const PEAK_MEMORY = 700;

/** Moves the scales of the series by the distances of the viewed point. */
export function learnScales({ series, distances, scales }: PointView): void {
  for (let i = 0; i < SHARES.length; i++) {
    const next = nextScale(floatAt(scales, i), floatAt(distances, i), numberAt(SHARES, i));
    series.scales[i] = roundToPacked(next, 'long');
  }
  const peak = nextPeak(floatAt(scales, SCALE.peak), floatAt(distances, SCALE.peak));
  series.scales[SCALE.peak] = roundToPacked(peak, 'long');
}

/** A distance that is not known teaches nothing. */
function nextScale(current: number, distance: number, share: number): number {
  if (Number.isNaN(distance)) return current;
  const size = Math.abs(distance);
  const rate = size > CATCH_UP_RATIO * current ? CATCH_UP_RATE : RATE;
  return trackQuantile(current, size, { share, rate });
}

/** The largest distance from the median of the last 181 points, slowly forgotten. */
function nextPeak(current: number, distance: number): number {
  return Math.max(current * (1 - 1 / PEAK_MEMORY), Math.abs(distance));
}
