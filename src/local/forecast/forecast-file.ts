// `medic forecast` on one file: a row for each period after its last, with the quantiles of what is to be expected.

import { forecastSeries } from '#application/demand/forecast-series.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { InvalidInputError } from '#domain/errors.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { pointsIn } from '#domain/forecast/regular-series.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { FileJob, FileReport, FileTask } from '#local/series/file-task.ts';
import { type Cell, writeRows } from '#local/series/row-writer.ts';
import type { SeriesRow } from '#local/series/series-row.ts';
import { makeTroubles } from '#local/series/troubles.ts';
import { gridRows, readAllRows } from '#local/series/whole-series.ts';
import { loadForecastModel } from './forecast-model.ts';

export interface ForecastFlags {
  /** Absent: found in each file. */
  readonly periodSeconds?: number | undefined;
  /** How far ahead. */
  readonly horizonMinutes: number;
}

const HEADER = ['timestamp', 'q10', 'q50', 'q90'] as const;
/** Below so many days nothing is known of the time of day; below two weeks nothing of the day of the week. */
const DAYS_FOR_DAILY = 2;
const DAYS_FOR_WEEKLY = 14;
const DAY_SECONDS = 86_400;

/** Loads the model, and forecasts files with it. Where it is refused, every file's notices say so. */
export async function openForecasting(flags: ForecastFlags): Promise<FileTask> {
  const loaded = await loadForecastModel();
  const model = loaded.ok ? loaded.value : undefined;
  const notices = loaded.ok ? [] : [`forecast from the history of each series alone: ${loaded.refusal}`];
  return async (job) => {
    const report = await forecastFile(job, flags, model);
    return { ...report, notices: [...notices, ...report.notices] };
  };
}

async function forecastFile(
  { input, output }: FileJob,
  { periodSeconds, horizonMinutes }: ForecastFlags,
  model: TrainedModel | undefined,
): Promise<FileReport> {
  const troubles = makeTroubles(input);
  const rows = await readAllRows(input, { periodSeconds, troubles });
  const { series } = gridRows(rows);
  if (series.values.every(Number.isNaN))
    throw new InvalidInputError(`${input} holds no value that a forecast could start from`);
  const days = (series.values.length * series.periodSeconds) / DAY_SECONDS;
  if (days < DAYS_FOR_DAILY)
    troubles.remark('less than two days are known: nothing is known of the time of day');
  else if (days < DAYS_FOR_WEEKLY)
    troubles.remark('less than two weeks are known: little is known of the days of the week');
  const stepCount = pointsIn(horizonMinutes, series.periodSeconds);
  const forecasts = await forecastSeries({ series, stepCount, model });
  await writeRows(output, HEADER, (writer) => writer.write(toCells(rows, series.periodSeconds, forecasts)));
  return { rows: forecasts.length, figures: { steps: stepCount }, notices: troubles.lines() };
}

/** Times follow the last one of the file, written as that is: epoch numbers stay epoch numbers. */
function toCells(
  rows: readonly SeriesRow[],
  periodSeconds: number,
  forecasts: readonly QuantileForecast[],
): readonly (readonly Cell[])[] {
  const last = rows.findLast(({ at, isNew }) => at !== undefined && isNew);
  if (last?.at === undefined) return [];
  const writeStamp = stampWriter(last.stamp);
  let at = last.at;
  return forecasts.map(({ q10, q50, q90 }) => {
    at = secondsAfter(at, periodSeconds);
    return [writeStamp(at), q10, q50, q90];
  });
}

/** Epoch stamps in the file's own unit, and ISO 8601 in UTC for everything else. */
function stampWriter(example: string): (atMs: number) => string {
  const number = Number(example);
  if (example === '' || !Number.isFinite(number))
    return (atMs) => new Date(atMs).toISOString().replace('.000Z', 'Z');
  const unit = EPOCH_UNITS.find(({ from }) => number >= from);
  return (atMs) => String(unit ? atMs * unit.perMillisecond : atMs / 1000);
}

/** As the reader takes them: from each of these on, a number counts a finer unit than seconds. */
const EPOCH_UNITS = [
  { from: 1e17, perMillisecond: 1e6 },
  { from: 1e14, perMillisecond: 1e3 },
  { from: 1e11, perMillisecond: 1 },
] as const;
