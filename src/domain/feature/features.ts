// The features of the newest point of a series, and what the running scales learn from it. Causal: a feature is
// divided by what was usual before the point came, so a past feature never changes when points are appended.

import type { OpenSeries } from '#domain/baseline/open-series.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { FeatureRow } from '#domain/feature/feature-row.ts';
import { learnScales } from '#domain/feature/learn-scales.ts';
import { SCALE, scaledDistance, viewPoint } from '#domain/feature/point-view.ts';
import { addRarityFeatures, learnExcess } from '#domain/feature/rarity-features.ts';
import { addResidualFeatures } from '#domain/feature/residual-features.ts';
import { addRecordingFeatures, addShapeFeatures } from '#domain/feature/shape-features.ts';
import { addPersistenceFeatures, addStandingFeatures } from '#domain/feature/standing-features.ts';

/** Memory of the running mean of the scaled residual, in points. */
const MOMENTUM_MEMORY = 20;

/** One row for all points. */
const row = new FeatureRow();

/**
 * The features of the newest point of a series, which then learns its scales from it. In the order of FEATURE_NAMES,
 * each finite; valid until the next point, of whichever series.
 */
export function computeFeatures(series: OpenSeries, periodSeconds: number): Float64Array {
  const view = viewPoint(series, periodSeconds);
  series.momentum = nextMomentum(series.momentum, scaledDistance(view, SCALE.window61));
  row.begin();
  addResidualFeatures(row, view);
  addShapeFeatures(row, view);
  addRecordingFeatures(row, view);
  addPersistenceFeatures(row, view);
  addStandingFeatures(row, view);
  addRarityFeatures(row, view);
  learnScales(view);
  learnExcess(view);
  return row.values;
}

function nextMomentum(momentum: number, residual: number): number {
  return roundToPacked(momentum + (residual - momentum) / MOMENTUM_MEMORY, 'long');
}
