// How far forecasts of a service can be relied on: each is held against what came, beside the seasonal naive forecast
// (K11). What is long past counts less and less.

import * as z from 'zod/mini';
import { type DemandCurve, pointsOf } from '#domain/demand/demand-curve.ts';
import { quantileLoss } from '#domain/demand/quantile-loss.ts';
import { highDemand } from '#domain/forecast/capacity-plan.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

/** Sums over the periods that were judged. */
export const ForecastScore = z.readonly(
  z.object({
    points: z.number(),
    /** Quantile losses at 10, 50 and 90 %, doubled and averaged: the CRPS as docs/models.md has it. */
    loss: z.number(),
    /** Absolute errors of the value of a day before. */
    naiveLoss: z.number(),
    /** Values between q10 and q90; of ten, eight should be. */
    covered: z.number(),
    /** Values below what capacity is planned for; of a hundred, 95 should be. */
    held: z.number(),
  }),
);
export type ForecastScore = z.infer<typeof ForecastScore>;

const NO_SCORE: ForecastScore = { points: 0, loss: 0, naiveLoss: 0, covered: 0, held: 0 };
/** About a week of hourly looks: of older ones half of the weight is gone. */
const REMEMBERED_POINTS = 2000;
/** Two days of hourly values, or two hours of looks: less says nothing. */
const LEAST_POINTS = 36;
/** As far as forecasts are believed before anything is known of them. */
const UNTRIED_CONFIDENCE = 0.5;
/** Nothing is ever quite sure. */
const LARGEST_CONFIDENCE = 0.95;
const WANTED_COVERAGE = 0.8;

/** The score with one more forecast in it. `actualAt` gives what came in the period that starts then, or NaN. */
export function scoreForecast(
  score: ForecastScore = NO_SCORE,
  curve: DemandCurve,
  actualAt: (at: Instant) => number,
): ForecastScore {
  const sums = { ...forget(score) };
  pointsOf(curve).forEach((point, index) => {
    const actual = actualAt(secondsAfter(curve.from, index * curve.periodSeconds));
    if (Number.isNaN(actual)) return;
    sums.points += 1;
    sums.loss += quantileLoss(point, actual);
    sums.naiveLoss += Math.abs(actual - point.naive);
    sums.covered += actual >= point.q10 && actual <= point.q90 ? 1 : 0;
    sums.held += actual <= highDemand(point) ? 1 : 0;
  });
  return sums;
}

/** What a score says, for people; undefined while too little was judged. */
export interface Trust {
  /** Error in errors of the seasonal naive forecast: below 1 is better than "as yesterday". */
  readonly ratio: number;
  readonly coverage: number;
  /** Share of values below what capacity is planned for. */
  readonly held: number;
  readonly points: number;
}

/** The figures of a score. Against a yesterday that repeats perfectly no ratio can be formed: it is 1 then. */
export function trustIn(score: ForecastScore | undefined): Trust | undefined {
  if (!score || score.points < LEAST_POINTS) return undefined;
  const { points, loss, naiveLoss, covered, held } = score;
  return {
    ratio: naiveLoss > 0 ? loss / naiveLoss : 1,
    coverage: covered / points,
    held: held / points,
    points: Math.round(points),
  };
}

/** How far to act on a forecast, 0 to 1: less where intervals were too narrow, or yesterday foretold as well. */
export function confidenceIn(trust: Trust | undefined): number {
  if (!trust) return UNTRIED_CONFIDENCE;
  const width = Math.min(1, trust.coverage / WANTED_COVERAGE);
  const skill = Math.min(1, 1 / trust.ratio);
  return Math.min(LARGEST_CONFIDENCE, Math.round(width * skill * 100) / 100);
}

function forget(score: ForecastScore): ForecastScore {
  const kept = Math.min(1, REMEMBERED_POINTS / Math.max(1, score.points));
  return {
    points: score.points * kept,
    loss: score.loss * kept,
    naiveLoss: score.naiveLoss * kept,
    covered: score.covered * kept,
    held: score.held * kept,
  };
}
