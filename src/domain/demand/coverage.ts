// How many values came to lie within the 80 % interval that they were forecast with: eight of ten should (M108).

import { type DemandCurve, pointsOf } from '#domain/demand/demand-curve.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { type Calibration, gradeCalibration } from '#domain/model/calibration.ts';
import { addSums, type DailyOutcomes } from '#domain/model/daily-outcomes.ts';

const WANTED_COVERAGE = 0.8;

/** One forecast whose time is over. */
export function coverageOf(curve: DemandCurve, actualAt: (at: Instant) => number): DailyOutcomes['sums'] {
  const points = pointsOf(curve)
    .map((point, index) => ({
      ...point,
      actual: actualAt(secondsAfter(curve.from, index * curve.periodSeconds)),
    }))
    .filter(({ actual }) => !Number.isNaN(actual));
  const covered = points.filter(({ q10, q90, actual }) => actual >= q10 && actual <= q90);
  return { forecasts: 1, points: points.length, covered: covered.length };
}

/**
 * Whether intervals are too narrow; undefined while too few forecasts are over. The points of one forecast are off together,
 * so a forecast, and not a point, is what chance draws.
 */
export function gradeCoverage(days: readonly DailyOutcomes['sums'][]): Calibration | undefined {
  const { forecasts = 0, points = 0, covered = 0 } = addSums(days);
  if (points === 0) return undefined;
  const spread = Math.sqrt((WANTED_COVERAGE * (1 - WANTED_COVERAGE)) / forecasts);
  return gradeCalibration({
    count: forecasts,
    expected: WANTED_COVERAGE,
    confirmed: covered / points,
    spread,
  });
}
