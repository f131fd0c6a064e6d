// What the tables say of the shipped models, as the figures that the quality gate compares: written into their manifests
// by the run that measured them, and never by hand. Only the manifest changes; the model file and its hash stay.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelQuality, QualityFigure } from '#domain/model/model.ts';
import type { ModelTable } from './table.ts';

/** A figure of a model, and the cells that it is the mean of. */
interface QualitySource {
  readonly model: string;
  readonly figure: QualityFigure;
  readonly tables: readonly string[];
  readonly column: string;
  /** The row; the first of ours when absent. */
  readonly method?: string;
}

const FAILURES = ['failures-cpu', 'failures-memory'];
const RECORDED_CAUSES = ['causes-petshop', 'causes-nezha'];
const FOREST = { model: 'anomaly-isolation-forest', method: 'isolation forest' } as const;

const SOURCES: readonly QualitySource[] = [
  {
    model: 'anomaly-boosting',
    figure: 'event-f1',
    tables: ['detection-events'],
    column: 'event-F1, all',
  },
  { model: 'anomaly-boosting', figure: 'vus-pr', tables: ['detection-events'], column: 'VUS-PR' },
  { model: 'anomaly-boosting', figure: 'calibration-error', tables: ['detection-events'], column: 'ECE' },
  { ...FOREST, figure: 'event-f1', tables: ['detection-events'], column: 'event-F1, all' },
  { ...FOREST, figure: 'vus-pr', tables: ['detection-events'], column: 'VUS-PR' },
  { model: 'failure-boosting', figure: 'average-precision', tables: FAILURES, column: 'AUPRC 30 min' },
  { model: 'failure-boosting', figure: 'calibration-error', tables: FAILURES, column: 'ECE' },
  {
    model: 'forecast-mixer',
    figure: 'crps-ratio',
    tables: ['forecasts-hour', 'forecasts-day', 'forecasts-week'],
    column: 'CRPS, mean',
  },
  { model: 'cause-ranker', figure: 'top-1', tables: RECORDED_CAUSES, column: 'top-1' },
  { model: 'cause-ranker', figure: 'specificity', tables: RECORDED_CAUSES, column: 'specificity' },
  { model: 'failure-type', figure: 'top-1', tables: ['failure-types'], column: 'accuracy' },
  { model: 'failure-type', figure: 'macro-f1', tables: ['failure-types'], column: 'macro-F1' },
];

/** Enough to tell two trainings apart, and no more than the series can carry. */
const SIGNIFICANT_DIGITS = 4;

/** The figures of each model whose tables are all there. */
export function qualityOf(tables: readonly ModelTable[]): ReadonlyMap<string, ModelQuality> {
  const qualities = new Map<string, ModelQuality>();
  for (const source of SOURCES) {
    const cells = source.tables.flatMap((id) => cellOf(tables, id, source) ?? []);
    if (cells.length < source.tables.length) continue;
    const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
    const figure = { [source.figure]: Number(mean.toPrecision(SIGNIFICANT_DIGITS)) };
    qualities.set(source.model, { ...qualities.get(source.model), ...figure });
  }
  return qualities;
}

function cellOf(
  tables: readonly ModelTable[],
  id: string,
  { method, column }: QualitySource,
): number | undefined {
  const rows = tables.find((table) => table.id === id)?.rows;
  const row = rows?.find((one) => (method === undefined ? one.isOurs : one.method === method));
  return row?.figures[column]?.value;
}

/** Writes the figures into the manifests under a folder of models. */
export function writeQuality(modelsFolder: string, tables: readonly ModelTable[]): void {
  for (const [model, quality] of qualityOf(tables)) {
    const path = join(modelsFolder, model, 'manifest.json');
    const { parameters, training, ...identity } = JSON.parse(readFileSync(path, 'utf8'));
    const manifest = { ...identity, quality, parameters, training };
    writeFileSync(path, `${JSON.stringify(manifest, undefined, 1)}\n`);
  }
}
