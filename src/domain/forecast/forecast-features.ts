// What the forecast model reads of one step ahead: where the simple forecasts lie, how well each of them did lately on
// this very series at this distance, and what kind of series it is. Free of units: all in the usual error of the series.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { clamp } from '#domain/baseline/robust.ts';
import {
  type ForecastHistory,
  meanBefore,
  POINT_FORECASTS,
  pointForecasts,
} from '#domain/forecast/point-forecasts.ts';
import { TRIED_ORIGINS, type Trial, tryForecasts } from '#domain/forecast/trial.ts';

/** Points, and hours, that the recurrent part of the model reads one after the other: how many ago. */
const RECENT_COUNT = 48;
const RECENT_PLACES = Array.from({ length: RECENT_COUNT }, (_, index) => RECENT_COUNT - 1 - index);

/** In order; the hash of the list stands in the model's manifest. */
export const FORECAST_FEATURE_NAMES = [
  ...POINT_FORECASTS.map((name) => `${name}-place`),
  ...POINT_FORECASTS.map((name) => `${name}-error`),
  'residual-10',
  'residual-50',
  'residual-90',
  'residual-spread',
  'distance',
  'distance-days',
  'points-a-day',
  'days-known',
  'origins-known',
  'repeats',
  'zeros',
  'roughness',
  'swing',
  // What the recurrent part of the model reads, oldest first: the last points, and the means of as many hours.
  ...RECENT_PLACES.map((place) => `point-${place}`),
  ...RECENT_PLACES.map((place) => `hour-${place}`),
] as const;
export const FORECAST_FEATURE_COUNT = FORECAST_FEATURE_NAMES.length;

/** The deviation of the values counts like the errors of so many origins, where none could be tried. */
const PRESUMED_ORIGINS = 4;
/** Points that the kind of the series is told from. */
const KIND_POINTS = 288;
/** Points of the level that the course is told from. */
const COURSE_LEVEL = 12;
const HOURS_A_DAY = 24;
/** Errors below this part of the size of the series are rounding. */
const LEAST_SCALE_SHARE = 1e-4;
const LEAST_SCALE = 1e-9;
/** Distances of more usual errors are not told apart. */
const LARGEST_DISTANCE = 20;

/** One step ahead, ready for the model and for what it answers. */
export interface ForecastStep {
  readonly steps: number;
  /** In the order of POINT_FORECASTS, in the unit of the series. */
  readonly points: readonly number[];
  /** The usual error of the better simple forecasts: what the model's widths are multiples of. */
  readonly scale: number;
  /** Which of the simple forecasts did best lately, and the 10, 50 and 90 % quantiles of its errors. */
  readonly best: number;
  readonly residuals: readonly [low: number, middle: number, high: number];
  readonly features: readonly number[];
}

/** Steps of a forecast from the end of a history, each with its features. */
export function forecastSteps(
  history: ForecastHistory,
  steps: readonly number[],
  origin: number,
): ForecastStep[] {
  const kind = kindOf(history, origin);
  const course = courseOf(history, origin);
  const least = Math.max(LEAST_SCALE_SHARE * meanSize(history, origin), LEAST_SCALE);
  return steps.map((count) => {
    const question = { origin, steps: count };
    const points = pointForecasts(history, question);
    const trial = tryForecasts(history, question);
    const scale = Math.max(blendedError(trial, kind.deviation), least);
    const anchor = numberAt(points, trial.best);
    const features = [
      ...points.map((point) => squash((point - anchor) / scale)),
      ...trial.errors.map((error) => Math.log1p(Math.min(error / scale, LARGEST_DISTANCE))),
      ...trial.residuals.map((residual) => squash(residual / scale)),
      squash((trial.residuals[2] - trial.residuals[0]) / 2 / scale),
      Math.log1p(count),
      Math.min(7, count / history.day),
      Math.log1p(history.day),
      Math.min(28, (origin + 1) / history.day) / 7,
      trial.origins / TRIED_ORIGINS,
      ...kind.shares,
      squash((Math.max(...points) - Math.min(...points)) / scale),
      ...course.map((distance) => squash(distance / scale)),
    ];
    return { steps: count, points, scale, best: trial.best, residuals: trial.residuals, features };
  });
}

/** An error seen from a few origins only is drawn to how far values lie from their mean. */
function blendedError({ bestError, origins }: Trial, deviation: number): number {
  const presumed = PRESUMED_ORIGINS * (1 - origins / TRIED_ORIGINS);
  return (origins * bestError + presumed * deviation) / (origins + presumed);
}

/** Held within what matters, on a logarithmic axis with its sign. */
function squash(ratio: number): number {
  return Math.sign(ratio) * Math.log1p(Math.min(Math.abs(ratio), LARGEST_DISTANCE));
}

/** The last points, and the means of the last hours, as distances from the level of the end. */
function courseOf(history: ForecastHistory, origin: number): number[] {
  const level = meanBefore(history, origin, COURSE_LEVEL);
  const hour = Math.max(1, Math.floor(history.day / HOURS_A_DAY));
  const points = RECENT_PLACES.map((ago) => floatAt(history.values, Math.max(0, origin - ago)) - level);
  const hours = RECENT_PLACES.map(
    (ago) => meanBefore(history, Math.max(0, origin - ago * hour), hour) - level,
  );
  return [...points, ...hours];
}

interface Kind {
  /** Of repeats and of zeros, and how rough the curve is beside its spread. */
  readonly shares: readonly number[];
  /** The mean absolute distance of recent values from their mean. */
  readonly deviation: number;
}

function kindOf(history: ForecastHistory, origin: number): Kind {
  const { values } = history;
  const mean = meanBefore(history, origin, KIND_POINTS);
  let distance = 0;
  const recent = values.subarray(Math.max(0, origin + 1 - KIND_POINTS), origin + 1);
  let repeats = 0;
  let zeros = 0;
  let steps = 0;
  recent.forEach((value, index) => {
    distance += Math.abs(value - mean);
    if (value === 0) zeros += 1;
    if (index === 0) return;
    const step = Math.abs(value - floatAt(recent, index - 1));
    if (step === 0) repeats += 1;
    steps += step;
  });
  const sorted = recent.slice().sort();
  const spread =
    floatAt(sorted, Math.floor(sorted.length * 0.9)) - floatAt(sorted, Math.floor(sorted.length * 0.1));
  const roughness = spread > 0 ? steps / recent.length / spread : 0;
  return {
    shares: [repeats / recent.length, zeros / recent.length, clamp(roughness, 0, 2)],
    deviation: distance / recent.length,
  };
}

function meanSize({ values }: ForecastHistory, origin: number): number {
  const recent = values.subarray(Math.max(0, origin + 1 - KIND_POINTS), origin + 1);
  let sum = 0;
  for (const value of recent) sum += Math.abs(value);
  return sum / recent.length;
}
