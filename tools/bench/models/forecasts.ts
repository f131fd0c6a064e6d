// How good demand forecasts are on recorded series, in errors of the seasonal naive forecast. Each series is judged by a
// model that never saw its machine, service or component, from origins in its last two fifths.

import { join } from 'node:path';
import { mixSteps } from '#application/demand/forecast-series.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { holdAtZero, type QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { forecastSteps } from '#domain/forecast/forecast-features.ts';
import { forecastHistoryOf } from '#domain/forecast/point-forecasts.ts';
import { FORECAST_MODEL_FOLDER, loadForecastModel } from '#local/forecast/forecast-model.ts';
import { FORECAST_HORIZONS, type ForecastTask, readForecastTasks } from '../../features/forecast-tasks.ts';
import { openFolds, openModel } from './folds.ts';
import { FORECAST_BASELINES, SHARES, simple } from './forecast-baselines.ts';
import { type Draw, figureOver } from './ranking.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';

const MODEL = 'forecast-mixer';
const COLUMNS = ['CRPS, mean', 'CRPS, median series', 'MASE, mean', '80 % coverage'] as const;
const ORIGINS = 4;
const FIRST_ORIGIN = 0.6;
/** Steps that are judged of each horizon, evenly spread. */
const JUDGED_STEPS = 48;
const LEAST_HISTORY = 60;

/** Sums of one series over its judged steps. */
interface Sums {
  /** Quantile losses, absolute errors of the middle, and of the seasonal naive forecast. */
  loss: number;
  error: number;
  naive: number;
  covered: number;
  count: number;
}

/** The tables of forecasts, one for each horizon. */
export async function measureForecasts({ data, folds, seed, say }: BenchOptions): Promise<ModelTable[]> {
  const tasks = [...readForecastTasks(data)];
  const modelOf = await openModels(folds);
  const tables: ModelTable[] = [];
  for (const horizon of FORECAST_HORIZONS) {
    say(`forecasts: next ${horizon.name}`);
    const sums = await judgeTasks(tasks, horizon.minutes, modelOf);
    const rows = [...sums].map(([method, list]): ModelRow => {
      const isOurs = method === OURS;
      return { method, isOurs, figures: figuresOf(list, seed) };
    });
    const judged = sums.get(OURS)?.filter(({ naive }) => naive > 0).length ?? 0;
    if (judged === 0) continue;
    tables.push({
      id: `forecasts-${horizon.name}`,
      title: `Forecasts of the next ${horizon.name}`,
      columns: COLUMNS,
      rows,
      bars: { 'CRPS, mean': '<= 0.66, aim 0.50', '80 % coverage': 'near 0.8' },
      notes: [
        `${judged} series; CRPS (mean quantile loss at 10, 50 and 90 %, doubled) and MASE in errors of the seasonal naive ` +
          'forecast on the same steps; brackets: 90 % interval over resampled series',
        'Each series is judged by a model that was trained without its machine, service or component',
      ],
    });
  }
  return tables;
}

const OURS = 'mixer of simple forecasts (LSTM)';

type ModelOf = (group: string) => TrainedModel;

async function openModels(folds: string): Promise<ModelOf> {
  const ofFold = await openFolds(join(folds, MODEL), loadForecastModel);
  const shipped = await openModel(FORECAST_MODEL_FOLDER, loadForecastModel);
  return (group) => ofFold(group) ?? shipped;
}

/** By method, the sums of each series. */
async function judgeTasks(
  tasks: readonly ForecastTask[],
  minutes: number,
  modelOf: ModelOf,
): Promise<ReadonlyMap<string, readonly Sums[]>> {
  const byMethod = new Map<string, Sums[]>(
    [OURS, ...Object.keys(FORECAST_BASELINES)].map((method) => [method, []]),
  );
  for (const task of tasks) {
    const sums = await judgeTask(task, minutes, modelOf(task.group));
    for (const [method, sum] of sums) byMethod.get(method)?.push(sum);
  }
  return byMethod;
}

async function judgeTask(
  { series }: ForecastTask,
  minutes: number,
  model: TrainedModel,
): Promise<ReadonlyMap<string, Sums>> {
  const history = forecastHistoryOf(series);
  const length = Math.max(1, Math.round((minutes * 60) / series.periodSeconds));
  const sums = new Map(
    [OURS, ...Object.keys(FORECAST_BASELINES)].map((method): [string, Sums] => [method, emptySums()]),
  );
  const isNeverNegative = history.values.every((value) => value >= 0);
  for (const origin of originsOf(series.values.length, length)) {
    const steps = forecastSteps(history, judgedSteps(length), origin);
    const mixed = await mixSteps(steps, model);
    steps.forEach((step, index) => {
      const actual = series.values[origin + step.steps] ?? Number.NaN;
      if (Number.isNaN(actual)) return;
      const place = { history, origin, step };
      const naive = Math.abs(actual - simple('day-naive')(place).q50);
      const ours = mixed[index];
      if (ours) add(sums.get(OURS), { forecast: isNeverNegative ? holdAtZero(ours) : ours, actual, naive });
      for (const [method, baseline] of Object.entries(FORECAST_BASELINES))
        add(sums.get(method), { forecast: baseline(place), actual, naive });
    });
  }
  return sums;
}

function emptySums(): Sums {
  return { loss: 0, error: 0, naive: 0, covered: 0, count: 0 };
}

function originsOf(count: number, length: number): readonly number[] {
  const last = count - 1 - length;
  const first = Math.max(LEAST_HISTORY, Math.floor(count * FIRST_ORIGIN));
  if (last < LEAST_HISTORY) return [];
  const from = Math.min(first, last);
  const places = Array.from(
    { length: ORIGINS },
    (_, index) => from + Math.floor(((last - from) * index) / (ORIGINS - 1)),
  );
  return [...new Set(places)];
}

function judgedSteps(length: number): readonly number[] {
  const stride = Math.max(1, length / JUDGED_STEPS);
  return Array.from({ length: Math.min(length, JUDGED_STEPS) }, (_, index) =>
    Math.round((index + 1) * stride),
  );
}

interface Outcome {
  readonly forecast: QuantileForecast;
  readonly actual: number;
  readonly naive: number;
}

function add(sums: Sums | undefined, { forecast: { q10, q50, q90 }, actual, naive }: Outcome): void {
  if (!sums) return;
  [q10, q50, q90].forEach((quantile, index) => {
    const distance = actual - quantile;
    const share = numberAt(SHARES, index);
    sums.loss += (2 / SHARES.length) * Math.max(share * distance, (share - 1) * distance);
  });
  sums.error += Math.abs(actual - q50);
  sums.naive += naive;
  sums.covered += actual >= q10 && actual <= q90 ? 1 : 0;
  sums.count += 1;
}

/** Series whose seasonal naive forecast is perfect are left out: nothing can be better, and no ratio be formed. */
function figuresOf(list: readonly Sums[], seed: number): Record<string, Figure> {
  const judged = list.filter(({ naive }) => naive > 0);
  const over = (measure: (draw: Draw) => number) => figureOver(judged.length, measure, seed);
  const meanOf = (of: (sums: Sums) => number) => (draw: Draw) => {
    let sum = 0;
    let weights = 0;
    judged.forEach((sums, index) => {
      sum += (draw[index] ?? 0) * of(sums);
      weights += draw[index] ?? 0;
    });
    return sum / weights;
  };
  return {
    'CRPS, mean': over(meanOf(({ loss, naive }) => loss / naive)),
    'CRPS, median series': over(medianOver(judged.map(({ loss, naive }) => loss / naive))),
    'MASE, mean': over(meanOf(({ error, naive }) => error / naive)),
    '80 % coverage': over(meanOf(({ covered, count }) => covered / count)),
  };
}

/** The value in the middle, when each counts as often as it was drawn. */
function medianOver(values: readonly number[]): (draw: Draw) => number {
  const order = [...values.keys()].sort((one, other) => numberAt(values, one) - numberAt(values, other));
  return (draw) => {
    let left = values.length / 2;
    for (const place of order) {
      left -= draw[place] ?? 0;
      if (left <= 0) return numberAt(values, place);
    }
    return Number.NaN;
  };
}
