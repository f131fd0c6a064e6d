// How well trouble in recorded series is found, beside what a detector has to beat. Ours is judged by models of folds that
// have not seen the series, through the code that serves.

import { join, resolve } from 'node:path';
import { loadShippedModel } from '#local/models.ts';
import { type RecordedSeries, readRecordedSeries } from '../../features/recorded-series.ts';
import { budgetTable } from './budgets.ts';
import { crossFittedCalibration } from './cross-fitted.ts';
import { measureDense } from './dense/dense-scores.ts';
import { f1Figure, meanFigure } from './detection-figures.ts';
import { asLabelled, type Method, methodsOf } from './detection-methods.ts';
import { countEvents, type LabelledScores, runsOf, sumCounts } from './event-score.ts';
import { nabScore } from './nab-score.ts';
import { loadFolds, type RecordedLogits, scoreRecorded } from './recorded-logits.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';
import { vusPr } from './vus-pr.ts';

const MODELS = resolve(import.meta.dirname, '../../../models');
const SECONDS_PER_DAY = 86_400;

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
    ...(await measureDense({ ...options, folds, methods, parameters: loaded.value.parameters })),
  ];
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
