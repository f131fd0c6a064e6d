// `medic predict` on one file: every row of the input gets a row of what could be said at that time of the time ahead.

import type { FailureModel } from '#application/ports/foresight.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { automaticLimit } from '#domain/failure/limit.ts';
import { FAILED, type FailurePrediction } from '#domain/failure/predict-failure.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import type { FileJob, FileReport, FileTask } from '#local/series/file-task.ts';
import { type Cell, writeRows } from '#local/series/row-writer.ts';
import type { SeriesRow } from '#local/series/series-row.ts';
import { makeTroubles, type Troubles } from '#local/series/troubles.ts';
import { findStretches, gridRows, readAllRows, type Stretch } from '#local/series/whole-series.ts';
import { loadFailureModel } from './failure-model.ts';
import { predictSeries } from './predict-series.ts';

export interface PredictFlags {
  /** Absent: found in each file. */
  readonly periodSeconds?: number | undefined;
  /** What the metric is not to exceed; `auto` reads it from the first third of the file. */
  readonly limit: number | 'auto';
}

const HEADER = ['timestamp', 'p05', 'p15', 'p30', 'p60', 'ttf_minutes', 'confidence'] as const;
/** A row with at least this chance of a crossing within half an hour is counted in the report. */
const LIKELY = 0.5;

/** Loads the model, and predicts files with it. Where it is refused, every file's notices say so. */
export async function openPredicting(flags: PredictFlags): Promise<FileTask> {
  const loaded = await loadFailureModel();
  const model = loaded.ok ? loaded.value : undefined;
  const notices = loaded.ok ? [] : [`predicted from the history of each metric alone: ${loaded.refusal}`];
  return async (job) => {
    const report = await predictFile(job, flags, model);
    return { ...report, notices: [...notices, ...report.notices] };
  };
}

async function predictFile(
  { input, output }: FileJob,
  { periodSeconds, limit: asked }: PredictFlags,
  model: FailureModel | undefined,
): Promise<FileReport> {
  const troubles = makeTroubles(input);
  const rows = await readAllRows(input, { periodSeconds, troubles });
  const limit = asked === 'auto' ? readLimit(gridRows(rows).series, input, troubles) : asked;
  let likely = 0;
  await writeRows(output, HEADER, async (writer) => {
    for (const stretch of findStretches(rows)) {
      const predictions = await predictStretch(rows, stretch, { limit, model });
      likely += predictions.filter((one) => one && one !== FAILED && one.within[2] >= LIKELY).length;
      await writer.write(predictions.map((one, index) => toCells(rows[stretch.from + index]?.stamp, one)));
    }
  });
  return { rows: rows.length, figures: { limit, likely }, notices: troubles.lines() };
}

interface Question {
  readonly limit: number;
  readonly model: FailureModel | undefined;
}

/** One prediction for each row of the stretch, from the rows up to it; undefined before the first known value. */
async function predictStretch(
  rows: readonly SeriesRow[],
  { from, to }: Stretch,
  { limit, model }: Question,
): Promise<readonly (FailurePrediction | undefined)[]> {
  const { series, places } = gridRows(rows.slice(0, to));
  const predictions = await predictSeries({ series, limit, model });
  const firstKnown = series.values.findIndex((value) => !Number.isNaN(value));
  return places
    .slice(from)
    .map((place) =>
      place === undefined || firstKnown < 0 || place < firstKnown ? undefined : predictions[place],
    );
}

function readLimit({ values }: RegularSeries, path: string, troubles: Troubles): number {
  const limit = automaticLimit(values);
  if (limit === undefined) {
    throw new InvalidInputError(
      `${path} has no value in its first third to read a limit from; name one with --limit`,
    );
  }
  troubles.remark(
    `limit ${limit} is read from its first third; name it with --limit to keep it for longer files`,
  );
  return limit;
}

function toCells(stamp: string | undefined, prediction: FailurePrediction | undefined): readonly Cell[] {
  if (!prediction) return [stamp, ...HEADER.slice(1).map(() => undefined)];
  return [stamp, ...prediction.within, prediction.minutesToFailure, prediction.confidence];
}
