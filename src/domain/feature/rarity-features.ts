// The same distances against the rarest of their kind, and how often rare ones come: what tells a series that is wild by
// nature from one that has just become so.

import { floatAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import type { FeatureRow } from '#domain/feature/feature-row.ts';
import { type PointView, SCALE, scaledDistance } from '#domain/feature/point-view.ts';

/** A point is in excess beyond so many usual distances from the median of the last 31. */
const EXCESS_DISTANCES = 3;
/** Memories of the two running shares, in points. */
const FAST_MEMORY = 100;
const SLOW_MEMORY = 1000;

/** `tail-15` to `since-excess`. */
export function addRarityFeatures(row: FeatureRow, view: PointView): void {
  const { excessShares, sinceExcess } = view.series;
  row.add(scaledDistance(view, SCALE.tail15));
  row.add(scaledDistance(view, SCALE.tailStep));
  row.add(scaledDistance(view, SCALE.tailDay));
  row.add(scaledDistance(view, SCALE.peak));
  row.add(excessShares[0]);
  row.add(excessShares[1]);
  row.add(Math.log1p(sinceExcess));
}

/** Remembers whether the viewed point is in excess. */
export function learnExcess({ series, distances, scales }: PointView): void {
  const distance = Math.abs(floatAt(distances, SCALE.window31));
  const isExcess = distance > EXCESS_DISTANCES * floatAt(scales, SCALE.window31);
  const [fast, slow] = series.excessShares;
  const sample = isExcess ? 1 : 0;
  series.excessShares = [
    roundToPacked(fast + (sample - fast) / FAST_MEMORY, 'long'),
    roundToPacked(slow + (sample - slow) / SLOW_MEMORY, 'long'),
  ];
  series.sinceExcess = isExcess ? 0 : series.sinceExcess + 1;
}
