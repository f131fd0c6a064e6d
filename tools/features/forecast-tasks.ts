// The recorded series that forecasts are trained and judged on, all sets together. What belongs to one machine, service
// or component is one group: never in training and judgement at once.

import { type RegularSeries, toRegularSeries } from '#domain/forecast/regular-series.ts';
import type { Instant } from '#domain/ids.ts';
import { readMachines } from './bitbrains.ts';
import { type RecordedSeries, readRecordedSeries } from './recorded-series.ts';

/** What is forecast: the next hour, day and week. */
export const FORECAST_HORIZONS = [
  { name: 'hour', minutes: 60 },
  { name: 'day', minutes: 1440 },
  { name: 'week', minutes: 10_080 },
] as const;

export interface ForecastTask {
  readonly dataset: string;
  readonly name: string;
  readonly group: string;
  readonly series: RegularSeries;
}

/** Shorter series leave nothing to judge. */
const LEAST_POINTS = 200;

/** All series of the public data sets that are found in the folder. */
export function* readForecastTasks(data: string): Generator<ForecastTask> {
  for (const recorded of readRecordedSeries(data)) {
    const { dataset, name, periodSeconds } = recorded;
    const points = recorded.points
      .map(({ at, value }) => ({ at: at as Instant, value: Number.isFinite(value) ? value : undefined }))
      .sort((one, other) => one.at - other.at);
    const { series } = toRegularSeries(points, periodSeconds);
    if (series.values.length >= LEAST_POINTS)
      yield { dataset, name, group: `${dataset}/${groupOf(recorded)}`, series };
  }
  for (const { machine, metric, series } of readMachines(data)) {
    if (series.values.length >= LEAST_POINTS)
      yield { dataset: 'bitbrains', name: `${machine}/${metric}`, group: `bitbrains/${machine}`, series };
  }
}

function groupOf({ dataset, name }: RecordedSeries): string {
  const parts = name.split('/');
  if (dataset === 'petshop') return parts[1] ?? name;
  return dataset === 'asd' || dataset === 'jumpstarter' ? (parts[0] ?? name) : name;
}
