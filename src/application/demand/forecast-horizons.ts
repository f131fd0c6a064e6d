// One look at one service: the forecasts that its history allows, and the score of earlier ones against what came since.

import { forecastSeries } from '#application/demand/forecast-series.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { curveOf, type DemandCurve, endOf } from '#domain/demand/demand-curve.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import {
  DEMAND_PERIOD_SECONDS,
  daysOf,
  demandAt,
  endOfSeries,
  HOUR_SECONDS,
  POINTS_AN_HOUR,
  peakOfHour,
  rollingPeaks,
} from '#domain/demand/demand-history.ts';
import { scoreForecast } from '#domain/demand/forecast-score.ts';
import { Horizon } from '#domain/demand/horizon.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

/** The hour to the next look, ten minutes until tasks are warm, and one point more. */
const HOUR_STEPS = 15;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;
/** Days of history without which nothing is said of a horizon: no time of day is known before the second one is over. */
const LEAST_DAYS: Readonly<Record<Horizon, number>> = { hour: 1 / 24, day: 2, week: 8 };
/** A week does not change by the hour, and its 168 steps are most of the work. */
const WEEK_LASTS_SECONDS = 86_400;

type Curves = DemandForecast['curves'];

/** The forecasts from the end of a history. The newest week of `earlier` is kept for a day. */
export async function forecastHorizons(
  series: RegularSeries,
  model: TrainedModel | undefined,
  earlier: DemandForecast | undefined,
): Promise<Curves> {
  const near = await forecastNear(series, model);
  if (daysOf(series) < LEAST_DAYS.week) return near;
  const known = earlier?.curves.week;
  const from = endOfSeries(series);
  const isFresh = known !== undefined && from < secondsAfter(known.from, WEEK_LASTS_SECONDS);
  return { ...near, week: isFresh ? known : await peaksAhead(series, WEEK_HOURS, model) };
}

/** Those of the next hour and day. */
export async function forecastNear(series: RegularSeries, model: TrainedModel | undefined): Promise<Curves> {
  const days = daysOf(series);
  if (days < LEAST_DAYS.hour) return {};
  const hour = curveOf(
    await forecastSeries({ series, stepCount: HOUR_STEPS, model }),
    endOfSeries(series),
    DEMAND_PERIOD_SECONDS,
  );
  if (days < LEAST_DAYS.day) return { hour };
  return { hour, day: await peaksAhead(series, DAY_HOURS, model) };
}

async function peaksAhead(
  series: RegularSeries,
  stepCount: number,
  model: TrainedModel | undefined,
): Promise<DemandCurve> {
  const order = { series: rollingPeaks(series), stride: POINTS_AN_HOUR, model, stepCount };
  return curveOf(await forecastSeries(order), endOfSeries(series), HOUR_SECONDS);
}

/** Forecasts under test whose time is over are scored and replaced by the newest ones. */
export function judgeEarlier(
  earlier: Pick<DemandForecast, 'tests' | 'scores'>,
  curves: Curves,
  series: RegularSeries,
): Pick<DemandForecast, 'tests' | 'scores'> {
  const until = endOfSeries(series);
  const tests: Record<string, DemandCurve> = {};
  const scores = { ...earlier.scores };
  for (const horizon of Horizon.options) {
    const test = earlier.tests[horizon];
    const isOver = test !== undefined && endOf(test) <= until;
    if (isOver) scores[horizon] = scoreForecast(scores[horizon], test, (at) => actualOf(series, test, at));
    const next = test === undefined || isOver ? curves[horizon] : test;
    if (next) tests[horizon] = next;
  }
  return { tests, scores };
}

/** What came in the period of a forecast that starts at a moment; NaN when it is not known. */
export function actualOf(series: RegularSeries, { periodSeconds }: DemandCurve, at: Instant): number {
  return periodSeconds === HOUR_SECONDS ? peakOfHour(series, at) : demandAt(series, at);
}
