// Where a metric stands below its limit, how it moves, and how often it was above.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { elapsedAt } from '#domain/failure/crossing-rates.ts';
import { placeAt } from '#domain/failure/crossings.ts';
import { bound, type Moment, nowOf, roomOf, sumOver } from '#domain/failure/limited-series.ts';
import { fitLine } from '#domain/failure/windows.ts';
import { pointsIn } from '#domain/forecast/regular-series.ts';

/** Longer ago is not told apart. */
const LONGEST_DAYS = 7;
/** Intervals between crossings that are looked at. */
const INTERVALS = 8;
/** An interval's end is told apart within ten hours. */
const LONGEST_LEFT_MINUTES = 600;
const LARGEST_SPREAD = 100;
/** Said of intervals when there are none: what no real interval can be. */
const NO_INTERVALS = [LONGEST_LEFT_MINUTES + 1, LARGEST_SPREAD + 1, 12] as const;
/** Changes smaller than this are taken as none. */
const LEAST_STEP = 1e-9;

/** `room-in-steps-day` to `roughness`. */
export function standingFeatures(moment: Moment): number[] {
  const { series, at, levels, unit } = moment;
  const now = nowOf(moment);
  const stepDay = sumOver(series.stepSums, at, series.day) / Math.min(at + 1, series.day);
  const stepHour = sumOver(series.stepSums, at, series.hour) / series.hour;
  const quarter = fitLine(series.sums, at, pointsIn(15, series.periodSeconds));
  const hour = fitLine(series.sums, at, series.hour);
  const day = fitLine(series.sums, at, series.day);
  const roomOfMaximum = (maxima: Float64Array) => roomOf(moment, floatAt(maxima, at));
  return [
    bound((series.limit - now) / Math.max(stepDay, LEAST_STEP)),
    bound((series.limit - now) / Math.max(stepHour, LEAST_STEP)),
    bound((now - levels.weekMedian) / Math.max(levels.weekTop - levels.weekMedian, LEAST_STEP)),
    roomOf(moment, levels.weekHigh),
    roomOfMaximum(series.maxima[180]),
    roomOfMaximum(series.maxima[360]),
    roomOfMaximum(series.maxima[720]),
    roomOfMaximum(series.maxima[1440]),
    roomOf(moment, quarter.mean + series.origin),
    roomOf(moment, hour.mean + series.origin),
    bound(hour.deviation / unit),
    bound(day.deviation / unit),
    bound((now - floatAt(series.values, Math.max(0, at - series.halfHour))) / unit),
    bound(stepHour / Math.max(stepDay, LEAST_STEP)),
  ];
}

/** `since-above` to `interval-usual`. */
export function historyFeatures({ series, at }: Moment): number[] {
  const { crossings, day, periodSeconds } = series;
  const { aboveSums, crossingSums } = crossings;
  const minutes = (points: number) => (Math.min(points, LONGEST_DAYS * day) * periodSeconds) / 60;
  const threeHours = pointsIn(180, periodSeconds);
  const lastCrossing = placeAt(crossings.lastCrossing, at);
  return [
    Math.log1p(minutes(elapsedAt(series, at))),
    Math.log1p(minutes(at - lastCrossing)),
    sumOver(crossingSums, at, threeHours),
    sumOver(crossingSums, at, day),
    floatAt(crossingSums, at + 1) / ((at + 1) / day),
    sumOver(aboveSums, at, threeHours) / Math.min(at + 1, threeHours),
    sumOver(aboveSums, at, day) / Math.min(at + 1, day),
    floatAt(aboveSums, at + 1) / (at + 1),
    ...intervalFeatures({ series, at }),
  ];
}

/** How regularly the limit is crossed: minutes to the next crossing by the usual interval, their spread, and the usual one. */
function intervalFeatures({ series, at }: Pick<Moment, 'series' | 'at'>): readonly number[] {
  const { places, crossingSums } = series.crossings;
  const seen = floatAt(crossingSums, at + 1);
  if (seen < 2) return NO_INTERVALS;
  const last = places.slice(Math.max(0, seen - INTERVALS - 1), seen);
  const intervals = last.slice(1).map((place, index) => place - numberAt(last, index));
  const sorted = Float64Array.from(intervals).sort();
  const usual = floatAt(sorted, sorted.length >> 1);
  const elapsed = at - numberAt(last, last.length - 1);
  const minutesLeft = ((usual - elapsed) * series.periodSeconds) / 60;
  return [
    Math.max(-LONGEST_LEFT_MINUTES, Math.min(LONGEST_LEFT_MINUTES, minutesLeft)),
    Math.min(LARGEST_SPREAD, (floatAt(sorted, sorted.length - 1) - floatAt(sorted, 0)) / usual),
    Math.log1p((usual * series.periodSeconds) / 60),
  ];
}
