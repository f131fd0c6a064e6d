// How well failures are predicted on recorded machines, beside what a prediction has to beat. Each machine is judged by a
// model that never saw it, over the last two thirds of its month.

import { join } from 'node:path';
import type { FailureModel } from '#application/ports/foresight.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import type { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { FAILURE_MODEL_FOLDER, loadFailureModel } from '#local/predict/failure-model.ts';
import { predictSeries } from '#local/predict/predict-series.ts';
import { type MachineMetric, type MachineSeries, readMachines } from '../../features/bitbrains.ts';
import { limitFor, minutesToCrossing, TRAINED_LIMITS } from '../../features/failure-targets.ts';
import { FAILURE_BASELINES, type FailureBaseline } from './failure-baselines.ts';
import { openFolds, openModel } from './folds.ts';
import {
  averagePrecision,
  brierSkill,
  calibrationError,
  type Draw,
  figureOver,
  type Ranking,
  rankMoments,
  recallAtPrecision,
} from './ranking.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';

const MODEL = 'failure-boosting';
const METRICS = ['cpu', 'memory'] as const satisfies readonly MachineMetric[];
const COLUMNS = [
  'AUPRC 30 min',
  'recall at P >= .5',
  'Brier skill',
  'ECE',
  'AUPRC 5 min',
  'AUPRC 15 min',
] as const;
const BARS = { cpu: '> 0.39, aim 0.50', memory: '> 0.40, aim 0.50' } as const;
const HALF_HOUR = 30;
const LEAST_PRECISION = 0.5;
/** A warning is given from this chance on. */
const WARNING = 0.5;

/** One machine's metric: moments that are a question, and how soon the crossing came (0: not within the hour). */
interface Task {
  readonly machine: MachineSeries;
  readonly limit: number;
  readonly places: readonly number[];
  readonly minutes: readonly number[];
}

/** The tables of failure prediction, one for each judged metric. */
export async function measureFailures({ data, folds, seed, say }: BenchOptions): Promise<ModelTable[]> {
  const modelOf = await openModels(folds);
  const tables: ModelTable[] = [];
  for (const metric of METRICS) {
    const tasks = [...readMachines(data, [metric])].map(toTask).filter((task) => task !== undefined);
    if (tasks.length === 0) continue;
    say(`failures: ${metric}`);
    const rows = [await measureOurs(tasks, modelOf, seed)];
    for (const [name, baseline] of Object.entries(FAILURE_BASELINES))
      rows.push(measureBaseline(name, { tasks, baseline, seed }));
    tables.push({
      id: `failures-${metric}`,
      title: `Crossing the limit, ${metric === 'cpu' ? 'CPU' : 'memory'} of the Bitbrains machines`,
      columns: COLUMNS,
      rows,
      bars: { 'AUPRC 30 min': BARS[metric], ECE: '<= 0.03' },
      notes: await notesFor(tasks, modelOf),
    });
  }
  return tables;
}

type ModelOf = (machine: string) => FailureModel;

/** The model of the fold that did not see a machine, or the shipped one where there are no folds. */
async function openModels(folds: string): Promise<ModelOf> {
  const ofFold = await openFolds(join(folds, MODEL), loadFailureModel);
  const shipped = await openModel(FAILURE_MODEL_FOLDER, loadFailureModel);
  return (machine) => ofFold(machine) ?? shipped;
}

function toTask(machine: MachineSeries): Task | undefined {
  const { values } = machine.series;
  const judged = TRAINED_LIMITS.find(({ name }) => name === 'p99+10%');
  const limit = judged && limitFor(values, judged);
  if (limit === undefined) return undefined;
  const places: number[] = [];
  const minutes: number[] = [];
  minutesToCrossing(machine.series, limit).forEach((one, at) => {
    if (one === undefined || at < values.length / 3) return;
    places.push(at);
    minutes.push(one);
  });
  return { machine, limit, places, minutes };
}

function hitsWithin(minutes: readonly number[], horizon: number): readonly number[] {
  return minutes.map((one) => (one > 0 && one <= horizon ? 1 : 0));
}

async function measureOurs(tasks: readonly Task[], modelOf: ModelOf, seed: number): Promise<ModelRow> {
  const predicted: (readonly FailurePrediction[])[] = [];
  for (const task of tasks) predicted.push(await predictTask(task, modelOf));
  const rankingOf = (horizon: number, place: number): Ranking =>
    rankMoments(
      tasks.map(({ minutes }, index) => ({
        scores: (predicted[index] ?? []).map(({ within }) => within[place] ?? 0),
        hits: hitsWithin(minutes, horizon),
      })),
    );
  const halfHour = rankingOf(HALF_HOUR, 2);
  const figure = (measure: (draw: Draw) => number) => figureOver(tasks.length, measure, seed);
  return {
    method: 'boosted chances and steady rise, calibrated',
    isOurs: true,
    figures: {
      ...rankingFigures({ halfHour, quarter: rankingOf(15, 1), five: rankingOf(5, 0) }, figure),
      'Brier skill': figure((draw) => brierSkill(halfHour, draw)),
      ECE: figure((draw) => calibrationError(halfHour, draw)),
    },
  };
}

interface Rankings {
  readonly halfHour: Ranking;
  readonly quarter: Ranking;
  readonly five: Ranking;
}

function rankingFigures(
  { halfHour, quarter, five }: Rankings,
  figure: (measure: (draw: Draw) => number) => Figure,
): Record<string, Figure> {
  return {
    'AUPRC 30 min': figure((draw) => averagePrecision(halfHour, draw)),
    'recall at P >= .5': figure((draw) => recallAtPrecision(halfHour, LEAST_PRECISION, draw)),
    'AUPRC 5 min': figure((draw) => averagePrecision(five, draw)),
    'AUPRC 15 min': figure((draw) => averagePrecision(quarter, draw)),
  };
}

async function predictTask({ machine, limit, places }: Task, modelOf: ModelOf) {
  const all = await predictSeries({ series: machine.series, limit, model: modelOf(machine.machine) });
  return places.map((at) => all[at]).filter((prediction) => prediction !== undefined);
}

interface BaselineWork {
  readonly tasks: readonly Task[];
  readonly baseline: FailureBaseline;
  readonly seed: number;
}

/** Baselines rank moments and name no chance: they have neither skill nor calibration. */
function measureBaseline(method: string, { tasks, baseline, seed }: BaselineWork): ModelRow {
  const scored = tasks.map((task) => {
    const limited = limitSeries(task.machine.series, task.limit);
    return { scores: task.places.map((at) => baseline(limited, at)), minutes: task.minutes };
  });
  const rankingOf = (horizon: number): Ranking =>
    rankMoments(scored.map(({ scores, minutes }) => ({ scores, hits: hitsWithin(minutes, horizon) })));
  const figure = (measure: (draw: Draw) => number) => figureOver(tasks.length, measure, seed);
  const rankings = { halfHour: rankingOf(HALF_HOUR), quarter: rankingOf(15), five: rankingOf(5) };
  return { method, isOurs: false, figures: rankingFigures(rankings, figure) };
}

/** What the tables rest on, and how early crossings were warned of. */
async function notesFor(tasks: readonly Task[], modelOf: ModelOf): Promise<string[]> {
  const moments = tasks.reduce((sum, { places }) => sum + places.length, 0);
  const lead = await leadTimes(tasks, modelOf);
  return [
    `${tasks.length} machines, ${moments} moments below the limit (p99 of the first third and a tenth of its distance ` +
      'from the median), in the last two thirds of July 2013; brackets: 90 % interval over resampled machines',
    'Each machine is judged by a model that was trained without it; plain LightGBM on levels, slopes and spreads reaches ' +
      '.39 (CPU) and .40 (memory) by the reference of the task',
    `Crossings that a chance of at least ${WARNING} within the hour was said of, at least 5/15/30 minutes ahead: ` +
      lead.map((share) => `${Math.round(100 * share)} %`).join(', '),
  ];
}

/** The shares of crossings after a calm hour that were warned of at least 5, 15 and 30 minutes ahead. */
async function leadTimes(tasks: readonly Task[], modelOf: ModelOf): Promise<readonly number[]> {
  const found = [0, 0, 0];
  let crossings = 0;
  for (const task of tasks) {
    const { values, periodSeconds } = task.machine.series;
    const all = await predictSeries({
      series: task.machine.series,
      limit: task.limit,
      model: modelOf(task.machine.machine),
    });
    const hour = 3600 / periodSeconds;
    for (let at = Math.ceil(values.length / 3); at < values.length; at++) {
      if (!((values[at] ?? 0) > task.limit)) continue;
      const before = values.subarray(at - hour, at);
      if (before.some((value) => value > task.limit)) continue;
      crossings += 1;
      [5, 15, HALF_HOUR].forEach((minutes, index) => {
        const ahead = all.slice(at - hour, at - (minutes * 60) / periodSeconds + 1);
        if (ahead.some(({ within }) => within[3] >= WARNING)) found[index] = (found[index] ?? 0) + 1;
      });
    }
  }
  return found.map((count) => count / Math.max(1, crossings));
}
