// The shape of the last points: where the level moved, how rough, steep, flat, empty or broken the curve is.

import { floatAt } from '#domain/baseline/number-at.ts';
import { clamp } from '#domain/baseline/robust.ts';
import type { FeatureRow } from '#domain/feature/feature-row.ts';
import { compress, type PointView, SCALE, scaledDistance } from '#domain/feature/point-view.ts';

/** Two days of minutes: the baseline counts as learned (M30). */
const MATURE_POINTS = 2880;
/** Ratios of variances beyond e^14 are not told apart. */
const LARGEST_LOG = 14;

/** `shift-5` to `slope-181`. A shift is the distance between the medians of a short and a long window. */
export function addShapeFeatures(row: FeatureRow, view: PointView): void {
  const { series, scales, scan, floor } = view;
  const { points } = series;
  const median = (index: number) => floatAt(points.medians, index);
  const scale = (index: number) => floatAt(scales, index);
  row.add(compress(median(SCALE.window5) - median(SCALE.window31), scale(SCALE.window31)));
  row.add(scaledDistance(view, SCALE.step));
  row.add(compress(scan.curvature, scale(SCALE.step)));
  row.add(logRatio(scan.variance5, scan.variance61, floor));
  row.add(logRatio(scan.variance31, scan.variance181, floor));
  row.add(scan.range15 / (scan.range181 + floor));
  row.add(compress(median(SCALE.window5) - points.firstOf15.value, scale(SCALE.window15)));
  row.add(compress(median(SCALE.window31) - points.firstOf181.value, scale(SCALE.window181)));
}

function logRatio(variance: number, reference: number, floor: number): number {
  const least = floor ** 2;
  return clamp(Math.log((variance + least) / (reference + least)), -LARGEST_LOG, LARGEST_LOG);
}

/** `flat-length` to `age`: what is odd about the recording itself. */
export function addRecordingFeatures(row: FeatureRow, { series, now, scan }: PointView): void {
  const flatLength = Math.log1p(series.flatRun);
  row.add(flatLength);
  row.add(flatLength * (1 - series.repeatShare) ** 2);
  row.add(scan.zeroShare61);
  row.add(now === 0 ? 1 - scan.zeroShare : 0);
  row.add(Math.log1p(series.gap));
  row.add(Math.min(1, series.count / MATURE_POINTS));
}
