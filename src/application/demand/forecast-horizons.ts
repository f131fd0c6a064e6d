// One look at one service: the forecasts that its history allows, and the score of earlier ones against what came since.

import { forecastSeries } from '#application/demand/forecast-series.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { curveOf, type DemandCurve, endOf } from '#domain/demand/demand-curve.ts';
import { type DemandForecast, Horizon } from '#domain/demand/demand-forecast.ts';
import {
  DEMAND_PERIOD_SECONDS,
  daysOf,
  demandAt,
  HOUR_SECONDS,
  POINTS_AN_HOUR,
  peakOfHour,
  rollingPeaks,
} from '#domain/demand/demand-history.ts';
import { scoreForecast } from '#domain/demand/forecast-score.ts';
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
  const days = daysOf(series);
  const from = secondsAfter(series.startAt, series.values.length * DEMAND_PERIOD_SECONDS);
  if (days < LEAST_DAYS.hour) return {};
  const hour = curveOf(
    await forecastSeries({ series, stepCount: HOUR_STEPS, model }),
    from,
    DEMAND_PERIOD_SECONDS,
  );
  if (days < LEAST_DAYS.day) return { hour };
  const peaks = { series: rollingPeaks(series), stride: POINTS_AN_HOUR, model };
  const hoursAhead = async (stepCount: number) =>
    curveOf(await forecastSeries({ ...peaks, stepCount }), from, HOUR_SECONDS);
  const day = await hoursAhead(DAY_HOURS);
  if (days < LEAST_DAYS.week) return { hour, day };
  const known = earlier?.curves.week;
  const isFresh = known !== undefined && from < secondsAfter(known.from, WEEK_LASTS_SECONDS);
  return { hour, day, week: isFresh ? known : await hoursAhead(WEEK_HOURS) };
}

/** Forecasts under test whose time is over are scored and replaced by the newest ones. */
export function judgeEarlier(
  earlier: Pick<DemandForecast, 'tests' | 'scores'>,
  curves: Curves,
  series: RegularSeries,
): Pick<DemandForecast, 'tests' | 'scores'> {
  const until = secondsAfter(series.startAt, series.values.length * DEMAND_PERIOD_SECONDS);
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

function actualOf(series: RegularSeries, { periodSeconds }: DemandCurve, at: Instant): number {
  return periodSeconds === HOUR_SECONDS ? peakOfHour(series, at) : demandAt(series, at);
}
