// `medic capacity`: from a recording of demand to the tasks that the coming week needs.

import { forecastSeries } from '#application/demand/forecast-series.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { type CapacityPlan, planCapacity, type TaskUnit } from '#domain/forecast/capacity-plan.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { pointsIn, type RegularSeries } from '#domain/forecast/regular-series.ts';
import { foreseeSpike, type SpikeSuggestion } from '#domain/forecast/spike.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { makeTroubles, type Troubles } from '#local/series/troubles.ts';
import { gridRows, readAllRows } from '#local/series/whole-series.ts';
import { loadForecastModel } from './forecast-model.ts';

export interface CapacityOptions {
  /** A recording of demand. */
  readonly input: string;
  readonly unit: TaskUnit;
  readonly presentTasks: number;
  readonly headRoom: number;
  readonly largestStep: number;
}

export interface CapacityReport extends CapacityPlan {
  /** The scale-out that the next day's first spike asks for; null when none is coming. */
  readonly spike: SpikeSuggestion | null;
  readonly notices: readonly string[];
}

const HOURS_A_WEEK = 168;
const HOURS_A_DAY = 24;
const HOUR_SECONDS = 3600;

/** The report for the week after the end of a recording. Throws InvalidInputError for one that cannot be read. */
export async function planCapacityOf(options: CapacityOptions): Promise<CapacityReport> {
  const { input, unit, presentTasks } = options;
  const troubles = makeTroubles(input);
  const { series, endsAt } = await readDemand(input, troubles);
  const { periodSeconds } = series;
  const hour = pointsIn(60, periodSeconds);
  const demand = await forecastDemand(series, HOURS_A_WEEK * hour, troubles);
  const spike = foreseeSpike({
    from: endsAt,
    periodSeconds,
    demand: demand.slice(0, HOURS_A_DAY * hour),
    presentDemand: series.values.findLast((value) => !Number.isNaN(value)) ?? 0,
    presentTasks,
    taskCapacity: unit.capacity,
  });
  const plan = planCapacity({ ...options, from: endsAt, hours: toHours(demand, hour) });
  return { ...plan, spike: spike ?? null, notices: troubles.lines() };
}

interface Demand {
  readonly series: RegularSeries;
  /** When the last recorded period is over. */
  readonly endsAt: Instant;
}

async function readDemand(input: string, troubles: Troubles): Promise<Demand> {
  const rows = await readAllRows(input, { troubles });
  const { series } = gridRows(rows);
  const { periodSeconds, startAt, values } = series;
  if (values.every(Number.isNaN))
    throw new InvalidInputError(`${input} holds no value that a forecast could start from`);
  if (periodSeconds > HOUR_SECONDS) {
    throw new InvalidInputError(
      `${input} has a point every ${periodSeconds} s; capacity is planned from hourly points or finer`,
    );
  }
  const last = rows.findLast(({ isNew }) => isNew)?.at ?? startAt;
  return { series, endsAt: secondsAfter(last, periodSeconds) };
}

async function forecastDemand(
  series: RegularSeries,
  stepCount: number,
  troubles: Troubles,
): Promise<readonly QuantileForecast[]> {
  const loaded = await loadForecastModel();
  if (!loaded.ok) troubles.remark(`forecast from the history of the series alone: ${loaded.refusal}`);
  return forecastSeries({ series, stepCount, model: loaded.ok ? loaded.value : undefined });
}

/** An hour expects the mean of its points, and has to hold its highest one. */
function toHours(points: readonly QuantileForecast[], hour: number): readonly QuantileForecast[] {
  return Array.from({ length: Math.floor(points.length / hour) }, (_, index) => {
    const within = points.slice(index * hour, (index + 1) * hour);
    return {
      q10: Math.min(...within.map(({ q10 }) => q10)),
      q50: within.reduce((sum, { q50 }) => sum + q50, 0) / within.length,
      q90: Math.max(...within.map(({ q90 }) => q90)),
    };
  });
}
