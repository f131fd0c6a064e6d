// A series beside its limit, with all sums and maxima that the features of its moments share. Computed once; what a
// moment reads of it lies at or before that moment.

import { floatAt } from '#domain/baseline/number-at.ts';
import { clamp } from '#domain/baseline/robust.ts';
import { type Crossings, findCrossings } from '#domain/failure/crossings.ts';
import { type UsualLevels, usualLevelsOf } from '#domain/failure/usual-levels.ts';
import { prefixSums, type RunningSums, runningSums, trailingMax } from '#domain/failure/windows.ts';
import { fillForward, pointsIn, type RegularSeries } from '#domain/forecast/regular-series.ts';

/** Features are held within this, so that no ratio of a tiny number reaches the model as infinite. */
const LARGEST_FEATURE = 1e4;
/** The way to the limit is never taken as shorter than this part of the limit: that would be noise. */
const LEAST_UNIT_SHARE = 1e-3;
const LEAST_UNIT = 1e-9;
/** Windows whose maxima are read. */
const MAXIMUM_MINUTES = [30, 120, 180, 360, 720, 1440] as const;
export type MaximumMinutes = (typeof MAXIMUM_MINUTES)[number];

export interface LimitedSeries {
  readonly periodSeconds: number;
  readonly limit: number;
  /** Unknown values filled with the last known. */
  readonly values: Float64Array;
  /** Points in an hour, in a day, and in half an hour. */
  readonly hour: number;
  readonly day: number;
  readonly halfHour: number;
  readonly maxima: Readonly<Record<MaximumMinutes, Float64Array>>;
  /** Of the values less `origin`. */
  readonly sums: RunningSums;
  readonly origin: number;
  /** Prefix sums of the absolute changes from point to point. */
  readonly stepSums: Float64Array;
  readonly crossings: Crossings;
  /** One for each hour. */
  readonly levels: readonly UsualLevels[];
}

/** Prepares a series for questions about a limit; it has at least one point. */
export function limitSeries(series: RegularSeries, limit: number): LimitedSeries {
  const { periodSeconds } = series;
  const values = fillForward(series.values);
  const origin = floatAt(values, 0);
  const maximumOver = (minutes: number) => trailingMax(values, pointsIn(minutes, periodSeconds));
  return {
    periodSeconds,
    limit,
    values,
    hour: pointsIn(60, periodSeconds),
    day: pointsIn(1440, periodSeconds),
    halfHour: pointsIn(30, periodSeconds),
    maxima: {
      30: maximumOver(30),
      120: maximumOver(120),
      180: maximumOver(180),
      360: maximumOver(360),
      720: maximumOver(720),
      1440: maximumOver(1440),
    },
    sums: runningSums(values.map((value) => value - origin)),
    origin,
    stepSums: prefixSums(
      values.map((value, index) => (index === 0 ? 0 : Math.abs(value - floatAt(values, index - 1)))),
    ),
    crossings: findCrossings(values, limit),
    levels: usualLevelsOf(values, periodSeconds),
  };
}

/** One moment of a series: all that its features are computed from. */
export interface Moment {
  readonly series: LimitedSeries;
  readonly at: number;
  readonly levels: UsualLevels;
  /** The usual way to the limit: what rooms are measured in. */
  readonly unit: number;
}

/** The moment at an index. */
export function momentAt(series: LimitedSeries, at: number): Moment {
  const { limit, levels: all, hour } = series;
  const levels = all[Math.floor(at / hour)] as UsualLevels;
  const unit = Math.max(
    limit - levels.dayMedian,
    levels.dayHigh - levels.dayLow,
    LEAST_UNIT_SHARE * Math.abs(limit),
    LEAST_UNIT,
  );
  return { series, at, levels, unit };
}

/** The way from a value to the limit, in usual ways; negative above it. */
export function roomOf({ series, unit }: Moment, value: number): number {
  return bound((series.limit - value) / unit);
}

/** The value of the moment itself. */
export function nowOf({ series, at }: Moment): number {
  return floatAt(series.values, at);
}

/** A feature within what the model was trained on. */
export function bound(value: number): number {
  return clamp(value, -LARGEST_FEATURE, LARGEST_FEATURE);
}

/** The sum over the last `window` points up to `at`, from exclusive prefix sums. */
export function sumOver(sums: Float64Array, at: number, window: number): number {
  return floatAt(sums, at + 1) - floatAt(sums, Math.max(0, at + 1 - window));
}
