// How well trouble in recorded series is found, beside what a detector has to beat. Ours is judged by models of folds that
// have not seen the series, through the code that serves.

import { join, resolve } from 'node:path';
import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { loadShippedModel } from '#local/models.ts';
import { type RecordedSeries, readRecordedSeries } from '../../features/recorded-series.ts';
import { budgetTable } from './budgets.ts';
import { crossFittedCalibration } from './cross-fitted.ts';
import {
  type BaselineScore,
  dailySeasonalZ,
  randomCut,
  rollingZ,
  smoothedResidual,
  staticThreshold,
} from './detection-baselines.ts';
import {
  bestThreshold,
  countEvents,
  eventF1,
  type LabelledScores,
  runsOf,
  sumCounts,
} from './event-score.ts';
import { nabScore } from './nab-score.ts';
import { figureOver } from './ranking.ts';
import {
  loadFolds,
  probabilitiesOf,
  type RecordedLogits,
  scoreRecorded,
  WARM_UP_POINTS,
} from './recorded-logits.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';
import { vusPr } from './vus-pr.ts';

const MODELS = resolve(import.meta.dirname, '../../../models');
const SECONDS_PER_DAY = 86_400;
/** Points to either side of an offline score, as `medic score --offline` takes them. */
const OFFLINE_REACH = 8;
/** Points that a random cut forest sees together, for shapes: OpenSearch's default. One won AWS's run of NAB. */
const SHINGLE_POINTS = 8;

/** What a method says of all points of the series, in their order. */
interface Method {
  readonly name: string;
  readonly isOurs: boolean;
  readonly isProbability?: boolean;
  score(recorded: RecordedLogits): Float64Array;
}

/** The tables of detection on single series. */
export async function measureDetections(options: BenchOptions): Promise<ModelTable[]> {
  const loaded = await loadShippedModel();
  if (!loaded.ok) throw new Error(loaded.refusal);
  const folds = await loadFolds({
    boosting: join(options.folds, 'anomaly-boosting'),
    window: join(options.folds, 'anomaly-window'),
    forest: join(MODELS, 'anomaly-isolation-forest'),
  });
  const recorded: RecordedLogits[] = [];
  for (const series of readRecordedSeries(options.data)) {
    if (series.dataset === 'mscloud' || series.dataset === 'nab')
      recorded.push(await scoreRecorded(series, folds));
  }
  options.say(`detection: ${recorded.length} series scored`);
  const methods = methodsOf(loaded.value.parameters);
  const mscloud = recorded.filter(({ series }) => series.dataset === 'mscloud');
  const nab = recorded.filter(({ series }) => series.dataset === 'nab');
  const calibration = crossFittedCalibration(mscloud, loaded.value.parameters, options.seed);
  return [
    eventTable(methods, mscloud, { ...options, calibration }),
    windowTable(methods, nab),
    budgetTable(recorded, loaded.value.parameters),
  ];
}

function methodsOf(parameters: ScoreParameters): readonly Method[] {
  const causal = (recorded: RecordedLogits) => probabilitiesOf(recorded, parameters);
  const baseline = (name: string, score: BaselineScore): Method => ({
    name,
    isOurs: false,
    score: ({ series }) => score(series),
  });
  return [
    { name: 'medic score', isOurs: true, isProbability: true, score: causal },
    {
      name: 'medic score --offline (looks ahead)',
      isOurs: true,
      score: (recorded) => centredMean(causal(recorded)),
    },
    {
      name: 'isolation forest',
      isOurs: false,
      score: ({ novelties }) => Float64Array.from(novelties),
    },
    baseline('static threshold', staticThreshold),
    baseline('rolling z', rollingZ),
    baseline('daily-seasonal residual z', dailySeasonalZ),
    baseline('random cut forest, 1 point at a time', (series) => randomCut(series, 1)),
    baseline(`random cut forest, ${SHINGLE_POINTS} points at a time`, (series) =>
      randomCut(series, SHINGLE_POINTS),
    ),
    baseline('smoothed residual (looks ahead)', smoothedResidual),
  ];
}

function centredMean(scores: Float64Array): Float64Array {
  return scores.map((_, index) => {
    const around = scores.subarray(Math.max(0, index - OFFLINE_REACH), index + OFFLINE_REACH + 1);
    return around.reduce((sum, score) => sum + score, 0) / around.length;
  });
}

const EVENT_COLUMNS = [
  'event-F1, all',
  'event-F1, hourly',
  'event-F1, 1 min',
  'recall at 0.2 false a day',
  'VUS-PR',
  'ECE',
] as const;

function eventTable(
  methods: readonly Method[],
  recorded: readonly RecordedLogits[],
  { seed, calibration }: BenchOptions & { readonly calibration: Figure },
): ModelTable {
  const events = recorded.reduce(
    (sum, { labels }) => sum + runsOf((i) => labels[i] === 1, labels.length).length,
    0,
  );
  return {
    id: 'detection-events',
    title: 'Detection, production KPIs (mscloud)',
    columns: EVENT_COLUMNS,
    rows: methods.map((method) => {
      const row = eventRow(method, recorded, seed);
      return method.isProbability ? { ...row, figures: { ...row.figures, ECE: calibration } } : row;
    }),
    bars: {
      'event-F1, all': '> 0.50 (rolling z), aim 0.60',
      'VUS-PR': '> 0.480, aim 0.55',
      ECE: '<= 0.05, aim 0.03',
    },
    notes: [
      `${recorded.length} series, ${events} events; cross-validated over series; brackets: 90 % interval over resampled series`,
      'One threshold for all series of a column, the best one for every method alike. No point adjustment: an event is found by an alarm on its first 8 points, alarms within 5 points are one',
      'VUS-PR: mean over series with labels, buffers up to 100 points',
      'ECE: 15 bins; every second series is calibrated by the others',
    ],
  };
}

function eventRow(method: Method, recorded: readonly RecordedLogits[], seed: number): ModelRow {
  const scored = recorded.map((one) => ({ series: one.series, ...asLabelled(one, method) }));
  const hourly = scored.filter(({ series }) => series.periodSeconds === 3600);
  const minutes = scored.filter(({ series }) => series.periodSeconds < 3600);
  const volumes = scored.map(vusPr).filter((volume) => volume !== undefined);
  return {
    method: method.name,
    isOurs: method.isOurs,
    figures: {
      'event-F1, all': f1Figure(scored, seed),
      'event-F1, hourly': f1Figure(hourly, seed),
      'event-F1, 1 min': f1Figure(minutes, seed),
      'recall at 0.2 false a day': { value: recallAtFalseRate(scored, 0.2) },
      'VUS-PR': meanFigure(volumes, seed),
    },
  };
}

function asLabelled(one: RecordedLogits, method: Method): LabelledScores {
  return {
    scores: method.score(one).subarray(WARM_UP_POINTS),
    labels: one.labels.subarray(WARM_UP_POINTS),
  };
}

function f1Figure(scored: readonly LabelledScores[], seed: number): Figure {
  const { threshold } = bestThreshold(scored);
  const counts = scored.map((one) => countEvents(one, threshold));
  return figureOver(
    counts.length,
    (draw) => eventF1(sumCounts(counts.flatMap((count, i) => Array<typeof count>(draw[i] ?? 0).fill(count)))),
    seed,
  );
}

function meanFigure(values: readonly number[], seed: number): Figure {
  return figureOver(
    values.length,
    (draw) => {
      const weighed = values.reduce((sum, value, i) => sum + value * (draw[i] ?? 0), 0);
      return weighed / values.reduce((sum, _, i) => sum + (draw[i] ?? 0), 0);
    },
    seed,
  );
}

type TimedScores = LabelledScores & { readonly series: RecordedSeries };

/** The share of events found at the lowest threshold that keeps false alarms below so many a day and series. */
function recallAtFalseRate(scored: readonly TimedScores[], largest: number): number {
  const days = scored.reduce(
    (sum, { scores, series }) => sum + (scores.length * series.periodSeconds) / SECONDS_PER_DAY,
    0,
  );
  let best = 0;
  const all = scored
    .flatMap(({ scores }) => [...scores.filter((_, i) => i % 50 === 0)])
    .sort((a, b) => b - a);
  for (let i = 0; i < all.length; i = Math.ceil((i + 1) * 1.3)) {
    const { falseAlarms, found, events } = sumCounts(scored.map((one) => countEvents(one, all[i] ?? 0)));
    if (falseAlarms / days > largest) break;
    best = Math.max(best, found / events);
  }
  return best;
}

function windowTable(methods: readonly Method[], recorded: readonly RecordedLogits[]): ModelTable {
  return {
    id: 'detection-nab',
    title: 'Detection, Numenta Anomaly Benchmark (development families)',
    columns: ['NAB, standard profile', 'VUS-PR'],
    rows: methods.map((method) => {
      const scored = recorded.map((one) => asLabelled(one, method));
      const files = scored.map(({ scores, labels }) => ({
        scores,
        windows: runsOf((i) => labels[i] === 1, labels.length),
      }));
      const volumes = scored.map(vusPr).filter((volume) => volume !== undefined);
      const mean = volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length;
      return {
        method: method.name,
        isOurs: method.isOurs,
        figures: {
          'NAB, standard profile': { value: nabScore(files).score },
          'VUS-PR': { value: mean },
        },
      };
    }),
    bars: { 'NAB, standard profile': '> 51.7 (AWS random cut forest), aim 65' },
    notes: [
      `${recorded.length} files; no model learned from any of them; the weights of ours were chosen with their help`,
      'The best single threshold of each method, as the benchmark does it',
    ],
  };
}
