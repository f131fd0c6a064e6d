// How far a point is from what the points before it, and the same time of earlier days, lead to expect.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { FeatureRow } from '#domain/feature/feature-row.ts';
import { compress, type PointView, SCALE, scaledDistance } from '#domain/feature/point-view.ts';

/** `residual-5` to `trend-tail`. */
export function addResidualFeatures(row: FeatureRow, view: PointView): void {
  const { slots, scales } = view;
  const dayScale = floatAt(scales, SCALE.day);
  row.add(scaledDistance(view, SCALE.window5));
  row.add(scaledDistance(view, SCALE.window15));
  row.add(scaledDistance(view, SCALE.window31));
  row.add(scaledDistance(view, SCALE.window181));
  row.add(scaledDistance(view, SCALE.day));
  row.add(compress(slots.day2, dayScale));
  row.add(compress(slots.closest, dayScale));
  row.add(compress(slots.median, dayScale));
  row.add(slots.coverage);
  row.add(scaledDistance(view, SCALE.week));
  row.add(scaledDistance(view, SCALE.trend15));
  row.add(scaledDistance(view, SCALE.trend31));
  row.add(scaledDistance(view, SCALE.trendShift));
  row.add(scaledDistance(view, SCALE.tailTrend));
}
