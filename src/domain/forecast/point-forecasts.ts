// The simple forecasts that everything else is built on: the last value, recent levels, the line through them, and the
// same time of earlier days and weeks, as it was or moved by the shift of the level since. Each is somebody's best guess.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import { fillForward, pointsIn, type RegularSeries } from '#domain/forecast/regular-series.ts';

/** In the order of what `pointForecasts` gives. */
export const POINT_FORECASTS = [
  'last',
  'level-3',
  'level-12',
  'level-day',
  'level-week',
  'line',
  'day-naive',
  'day-shifted',
  'days',
  'days-shifted',
  'week',
  'week-shifted',
  'weeks-shifted',
] as const;
export const POINT_FORECAST_COUNT = POINT_FORECASTS.length;

/** A series with the sums that make the mean of any stretch one subtraction. */
export interface ForecastHistory {
  readonly periodSeconds: number;
  /** Unknown values filled with the last known. */
  readonly values: Float64Array;
  /** Exclusive prefix sums of the values. */
  readonly sums: Float64Array;
  /** Points in a day and in a week; of a series of days or coarser, the day is a week as well. */
  readonly day: number;
  readonly week: number;
}

/** Points of the levels, of the line's ends, and of what a slot is smoothed over, on either side. */
const SHORT_LEVEL = 3;
const LEVEL = 12;
const SMOOTHING_MINUTES = 10;
/** A line is followed for as many points as it was drawn through, each step half as sure as a step of the past. */
const LINE_TRUST = 0.5;
/** Days and weeks back whose slots are compared. */
const DAYS = 7;
const WEEKS = 4;

/** Prepares a series; it has at least one point. */
export function forecastHistoryOf(series: RegularSeries): ForecastHistory {
  const { periodSeconds } = series;
  const values = fillForward(series.values);
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = floatAt(sums, index) + value;
  });
  const day = pointsIn(1440, periodSeconds);
  return { periodSeconds, values, sums, day: day === 1 ? 7 : day, week: Math.max(7, 7 * day) };
}

/** From which place (the last known) to how many steps after it. */
export interface ForecastQuestion {
  readonly origin: number;
  readonly steps: number;
}

/** All simple forecasts for one step; what the history is too short for is the recent level. */
export function pointForecasts(history: ForecastHistory, question: ForecastQuestion): number[] {
  const { origin } = question;
  const level = meanBefore(history, origin, LEVEL);
  const short = meanBefore(history, origin, SHORT_LEVEL);
  const days = slotsBack(history, question, { season: history.day, count: DAYS });
  const weeks = slotsBack(history, question, { season: history.week, count: WEEKS });
  return [
    floatAt(history.values, origin),
    short,
    level,
    meanBefore(history, origin, history.day),
    meanBefore(history, origin, history.week),
    lineForecast(history, question),
    days.naive ?? level,
    days.shifted[0] ?? level,
    medianOr(days.plain, level),
    medianOr(days.shifted, level),
    weeks.plain[0] ?? medianOr(days.plain, level),
    weeks.shifted[0] ?? medianOr(days.shifted, level),
    medianOr(weeks.shifted, medianOr(days.shifted, level)),
  ];
}

/** The mean of the `count` values up to `at`; of as many as there are. */
export function meanBefore({ sums }: ForecastHistory, at: number, count: number): number {
  const from = Math.max(0, at + 1 - count);
  return (floatAt(sums, at + 1) - floatAt(sums, from)) / (at + 1 - from);
}

/** The line from the older half of the level's points to the newer, followed with growing doubt. */
function lineForecast(history: ForecastHistory, { origin, steps }: ForecastQuestion): number {
  const half = LEVEL / 2;
  const newer = meanBefore(history, origin, half);
  const older = origin < half ? newer : meanBefore(history, origin - half, half);
  const slope = (newer - older) / half;
  return newer + slope * (half / 2 + LINE_TRUST * Math.min(steps, LEVEL));
}

interface Season {
  /** Points of a season, and how many seasons back are read. */
  readonly season: number;
  readonly count: number;
}

/** What the same slot of earlier seasons held, the nearest first. */
interface Slots {
  /** The one value of the nearest season, as it is. */
  readonly naive: number | undefined;
  readonly plain: readonly number[];
  /** Moved by how the level of the origin differs from that of the same time then. */
  readonly shifted: readonly number[];
}

function slotsBack(
  history: ForecastHistory,
  { origin, steps }: ForecastQuestion,
  { season, count }: Season,
): Slots {
  const plain: number[] = [];
  const shifted: number[] = [];
  const level = meanBefore(history, origin, LEVEL);
  const nearest = Math.ceil(steps / season);
  for (let back = nearest; back < nearest + count; back++) {
    const place = origin + steps - back * season;
    if (place < 0) break;
    const slot = smoothedAt(history, place, origin);
    plain.push(slot);
    const then = origin - back * season;
    if (then >= 0) shifted.push(slot + level - meanBefore(history, then, LEVEL));
  }
  const naive = origin + steps - nearest * season;
  return { naive: naive >= 0 ? floatAt(history.values, naive) : undefined, plain, shifted };
}

/** The mean around a place, of nothing after the origin. */
function smoothedAt(history: ForecastHistory, place: number, origin: number): number {
  const reach = Math.floor((SMOOTHING_MINUTES * 60) / history.periodSeconds);
  const to = Math.min(origin, place + reach);
  return meanBefore(history, to, to - Math.max(0, place - reach) + 1);
}

function medianOr(values: readonly number[], otherwise: number): number {
  return values.length > 0 ? medianOf(values) : otherwise;
}
