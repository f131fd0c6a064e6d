// What was asked of a service until now, on a grid of five minutes: what forecasts are made from, and later held against.

import { floatAt } from '#domain/baseline/number-at.ts';
import { type RegularSeries, type SeriesPoint, toRegularSeries } from '#domain/forecast/regular-series.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';

/** The grid of demand: CloudWatch keeps it for 63 days, and a spike of a quarter of an hour is three points of it. */
export const DEMAND_PERIOD_SECONDS = 300;
/** What capacity is planned by. */
export const HOUR_SECONDS = 3600;
export const POINTS_AN_HOUR = HOUR_SECONDS / DEMAND_PERIOD_SECONDS;
const DAY_SECONDS = 86_400;

/** The series from its first point until `until`, which is on the grid; undefined when nothing is known. */
export function demandSeries(points: readonly SeriesPoint[], until: Instant): RegularSeries | undefined {
  const last = secondsAfter(until, -DEMAND_PERIOD_SECONDS);
  const [first] = points;
  if (!first) return undefined;
  const whole = points.at(-1)?.at === last ? points : [...points, { at: last, value: undefined }];
  return toRegularSeries(whole, DEMAND_PERIOD_SECONDS).series;
}

/** How long demand is known, days. */
export function daysOf({ values, periodSeconds }: RegularSeries): number {
  return (values.length * periodSeconds) / DAY_SECONDS;
}

/** When its last period is over. */
export function endOfSeries({ startAt, values, periodSeconds }: RegularSeries): Instant {
  return secondsAfter(startAt, values.length * periodSeconds);
}

/** The value of the period that starts at a moment; NaN when it is not known. */
export function demandAt({ startAt, periodSeconds, values }: RegularSeries, at: Instant): number {
  return values[Math.round(secondsBetween(startAt, at) / periodSeconds)] ?? Number.NaN;
}

/** The newest known value; 0 when there is none. */
export function newestDemand({ values }: RegularSeries): number {
  return values.findLast((value) => !Number.isNaN(value)) ?? 0;
}

/**
 * At each point the busiest five minutes of the hour that ends with it: capacity has to hold these, whatever the mean of
 * the hour is. On the fine grid, so that more is known of the time of day than full hours would tell.
 */
export function rollingPeaks(series: RegularSeries): RegularSeries {
  const { values } = series;
  const peaks = values.map((_, place) =>
    largestKnown(values, Math.max(0, place + 1 - POINTS_AN_HOUR), place + 1),
  );
  return { ...series, values: peaks };
}

/** The busiest five minutes of the hour that starts at a moment; NaN when nothing of it is known. */
export function peakOfHour({ startAt, values }: RegularSeries, at: Instant): number {
  const place = Math.round(secondsBetween(startAt, at) / DEMAND_PERIOD_SECONDS);
  return place < 0
    ? Number.NaN
    : largestKnown(values, place, Math.min(values.length, place + POINTS_AN_HOUR));
}

function largestKnown(values: Float64Array, from: number, to: number): number {
  let largest = Number.NaN;
  for (let place = from; place < to; place++) {
    const value = floatAt(values, place);
    if (!(value <= largest) && !Number.isNaN(value)) largest = value;
  }
  return largest;
}
