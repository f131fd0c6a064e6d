// A resource that fills steadily: memory that leaks, a disk, connections that are not given back. The slope is Theil and
// Sen's; over days it is taken between same times of day, so that the swing of the day does not pass for a rise.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOf, theilSenSlope } from '#domain/baseline/robust.ts';
import type { LimitedSeries } from '#domain/failure/limited-series.ts';
import { fitLine } from '#domain/failure/windows.ts';
import { pointsIn } from '#domain/forecast/regular-series.ts';

/** When a steady rise meets the limit. */
export interface ResourceTrend {
  readonly minutesToLimit: number;
  /** One standard deviation of that time. */
  readonly spreadMinutes: number;
  /** How often such a rise goes on until it meets the limit, 0 to 1. */
  readonly belief: number;
}

/** Windows looked at, in minutes; at fewer than `LEAST_POINTS` points there is no telling a rise from noise. */
const WINDOW_MINUTES = [30, 60, 180, 360] as const;
const LEAST_POINTS = 10;
/** The part of the variance that the line has to explain: steps and staircases stay below, as do rises of recorded machines that came to nothing. */
const LEAST_EXPLAINED = 0.95;
/** A rise is followed into the future for at most so many times its own length. */
const FARTHEST_LENGTHS = 2;
/** Points that Theil and Sen's slope is taken from. */
const SLOPE_POINTS = 24;
/** The robust slope is taken for at least this part of the fitted one: a staircase may have a median slope of 0. */
const LEAST_ROBUST_PART = 0.5;
/** The time to the limit is never known better than this. */
const RELATIVE_SPREAD = 0.15;
/** Of rises that meet all of this, the share that goes on to the limit: all leaks of the simulated fleet did, but somebody may end one. */
const BELIEF = 0.9;

/** The nearest crossing that a steady rise leads to; undefined when there is none. */
export function findResourceTrend(series: LimitedSeries, at: number): ResourceTrend | undefined {
  for (const minutes of WINDOW_MINUTES) {
    const window = pointsIn(minutes, series.periodSeconds);
    if (window < LEAST_POINTS || window > at + 1) continue;
    const trend = trendWithin(series, at, window);
    if (trend) return trend;
  }
  return findDailyTrend(series, at);
}

function trendWithin(series: LimitedSeries, at: number, window: number): ResourceTrend | undefined {
  const fit = fitLine(series.sums, at, window);
  const room = series.limit - (fit.end + series.origin);
  if (fit.slope <= 0 || room <= 0 || room > FARTHEST_LENGTHS * window * fit.slope) return undefined;
  const risen = fit.slope * Math.sqrt((window * window - 1) / 12);
  if (risen * risen < LEAST_EXPLAINED * fit.deviation * fit.deviation) return undefined;
  const stride = Math.max(1, Math.floor(window / SLOPE_POINTS));
  const robust =
    theilSenSlope(sampled(series.values, { from: at + 1 - window, to: at + 1, stride })) / stride;
  const slope = Math.max(robust, LEAST_ROBUST_PART * fit.slope);
  const pointMinutes = series.periodSeconds / 60;
  const scatter = Math.sqrt(Math.max(0, fit.deviation * fit.deviation - risen * risen));
  const minutesToLimit = (room / slope) * pointMinutes;
  const spreadMinutes = (scatter / slope) * pointMinutes + RELATIVE_SPREAD * minutesToLimit + pointMinutes;
  return { minutesToLimit, spreadMinutes, belief: BELIEF };
}

interface Sampling {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
}

function sampled(values: Float64Array, { from, to, stride }: Sampling): number[] {
  const samples: number[] = [];
  for (let i = to - 1; i >= from; i -= stride) samples.push(floatAt(values, i));
  return samples.reverse();
}

/** Times of day that are compared, and days back. */
const DAILY_SLOTS = 24;
const DAYS = 6;
/** Of the slopes between same times of day, the share that has to be positive. */
const LEAST_RISING = 0.95;
/** The last day has to rise between half and twice as much as usual: otherwise it was a step, or is over. */
const LAST_DAY = { least: 0.5, most: 2 } as const;
/** A trend of days may end with any day. */
const DAILY_BELIEF = 0.5;
/** A trend of days is followed for a week, and known to a quarter of its time. */
const FARTHEST_DAYS = 7;
const DAILY_SPREAD = 0.25;

/** Hirsch's seasonal slope: the median of the slopes between same times of day. The swing's top meets the limit first. */
function findDailyTrend(series: LimitedSeries, at: number): ResourceTrend | undefined {
  const { day, values, limit, maxima } = series;
  if (day < DAILY_SLOTS || at < 2 * day) return undefined;
  const risen = floatAt(values, at) - floatAt(values, at - day);
  const room = limit - floatAt(maxima[1440], at);
  // Most series are out of question by their last day alone, and slopes are dear.
  if (risen <= 0 || room <= 0) return undefined;
  const lastDaySlopes = dailySlopes(series, at, 1);
  const older = Array.from({ length: DAYS - 1 }, (_, index) => dailySlopes(series, at, index + 2));
  const slopes = [...lastDaySlopes, ...older.flat()];
  const slope = medianOf(slopes);
  const lastDay = medianOf(lastDaySlopes);
  const rising = slopes.filter((one) => one > 0).length;
  if (rising < LEAST_RISING * slopes.length || room > FARTHEST_DAYS * slope) return undefined;
  if (lastDay < LAST_DAY.least * slope || lastDay > LAST_DAY.most * slope) return undefined;
  const minutesToLimit = (room / slope) * 1440;
  return { minutesToLimit, spreadMinutes: DAILY_SPREAD * minutesToLimit, belief: DAILY_BELIEF };
}

/** Per day, between the last day and the one so many days before it, as far as that is known. */
function dailySlopes({ day, values }: LimitedSeries, at: number, days: number): number[] {
  const slopes: number[] = [];
  const stride = Math.floor(day / DAILY_SLOTS);
  for (let place = at; place > at - day && place >= days * day; place -= stride)
    slopes.push((floatAt(values, place) - floatAt(values, place - days * day)) / days);
  return slopes;
}
