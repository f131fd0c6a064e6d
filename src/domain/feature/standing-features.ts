// Where a point stands among the others, over hours and days, and whether its deviation lasts or comes again.

import { hoursOf, weekSlotAt } from '#domain/baseline/hourly-memory.ts';
import { floatAt } from '#domain/baseline/number-at.ts';
import { spikeDays } from '#domain/baseline/recurrence.ts';
import { clamp } from '#domain/baseline/robust.ts';
import type { FeatureRow } from '#domain/feature/feature-row.ts';
import { compress, type PointView, SCALE, scaledDistance } from '#domain/feature/point-view.ts';

/** Sizes beyond e^14 times the usual are not told apart. */
const LARGEST_LOG = 14;

/** The days that spikes are looked for on. */
const SPIKE_DAYS = 3;

/** `autocorrelation` to `recurrence-week`. */
export function addPersistenceFeatures(row: FeatureRow, view: PointView): void {
  const { series, now } = view;
  const hour = Math.floor(hoursOf(series.lastAt));
  const excess = Math.abs(now - series.level);
  const slot = weekSlotAt(series.memory, hour);
  row.add(autocorrelation(view));
  row.add(series.momentum);
  row.add(spikeDays(series.memory, excess, hour) / SPIKE_DAYS);
  row.add(slot && slot.excursion >= excess ? 1 : 0);
}

const AUTOCORRELATION_POINTS = 61;

/** Of the distances to the median of the last hour, each with the one before; 0 when there is no spread. */
function autocorrelation({ series, floor }: PointView): number {
  const { values, end, count, medians } = series.points;
  const center = floatAt(medians, SCALE.window61);
  let products = 0;
  let squares = 0;
  let before = 0;
  for (let i = end - Math.min(count, AUTOCORRELATION_POINTS); i < end; i++) {
    const distance = floatAt(values, i) - center;
    products += distance * before;
    squares += distance * distance;
    before = distance;
  }
  return products / (squares + floor ** 2);
}

/** `percentile-181` to `from-level`. */
export function addStandingFeatures(row: FeatureRow, view: PointView): void {
  const { series, now, hours, scan, scales, floor } = view;
  const usual = Math.abs(floatAt(series.points.medians, SCALE.window181)) + floor;
  const scale = floatAt(scales, SCALE.hours);
  row.add(scan.percentile181);
  row.add(compress(now - hours.last, scale));
  row.add(scaledDistance(view, SCALE.hours));
  row.add(compress(now - hours.day, scale));
  row.add(compress(hours.last - hours.day, scale));
  row.add(clampLog((Math.abs(now) + floor) / usual));
  row.add(clampLog(floatAt(scales, SCALE.window61) / usual));
  row.add(compress(now - series.level, Math.max(series.spread, floor)));
}

function clampLog(ratio: number): number {
  return clamp(Math.log(ratio), -LARGEST_LOG, LARGEST_LOG);
}
