// `medic score` on one file: every row of the input gets a row of scores, whatever is wrong with it.

import type { FileJob, FileReport, FileTask } from '#local/series/file-task.ts';
import { type Cell, writeRows } from '#local/series/row-writer.ts';
import { openSeriesFile, type SeriesFile } from '#local/series/series-file.ts';
import { makeTroubles } from '#local/series/troubles.ts';
import { lookAtAll } from './joint-hindsight.ts';
import { openJointScorer } from './joint-scorer.ts';
import { loadScoring } from './model-scorer.ts';
import { lookAround, type ScoredBlock } from './offline-score.ts';
import { gatherScorePlot } from './score-plot.ts';
import { makeRowScorer } from './score-rows.ts';
import type { OpenScorer, ScoredPoint } from './series-scorer.ts';

export interface ScoreFlags {
  /** How many alarms of one series a week are bearable. */
  readonly alarmsPerWeek?: number | undefined;
  /** Absent: found in each file. */
  readonly periodSeconds?: number | undefined;
  /** Whether scores may use what came later. */
  readonly isOffline?: boolean | undefined;
}

const HEADER = ['timestamp', 'score', 'alarm', 'expected', 'lower', 'upper'] as const;

/** Loads the models, and scores files with them. */
export async function openScoring({
  periodSeconds,
  alarmsPerWeek,
  isOffline = false,
}: ScoreFlags): Promise<FileTask> {
  const { openScorer, notices } = await loadScoring({ alarmsPerWeek });
  return async (job) => {
    const report = await scoreFile(job, { periodSeconds, openScorer, isOffline });
    return { ...report, notices: [...notices, ...report.notices] };
  };
}

interface FileScoring {
  readonly periodSeconds: number | undefined;
  readonly openScorer: OpenScorer;
  readonly isOffline: boolean;
}

async function scoreFile(
  { input, output, plot }: FileJob,
  { periodSeconds, openScorer, isOffline }: FileScoring,
): Promise<FileReport> {
  const troubles = makeTroubles(input);
  const file = await openSeriesFile(input, { periodSeconds, troubles });
  const valueCount = file.columns.length;
  const causal = scoreBlocks(file, valueCount > 1 ? openJointScorer : openScorer);
  const lookBack = valueCount > 1 ? lookAtAll(causal, valueCount) : lookAround(causal);
  const blocks = isOffline ? lookBack : causal;
  const drawing = plot === undefined ? undefined : gatherScorePlot(input, file.columns);
  let rows = 0;
  let alarms = 0;
  await writeRows(output, HEADER, async (writer) => {
    for await (const block of blocks) {
      rows += block.rows.length;
      alarms += block.scored.filter(({ isAlarm }) => isAlarm).length;
      drawing?.add(block.rows, block.scored);
      await writer.write(toRows(block));
    }
  });
  if (plot !== undefined) await drawing?.write(plot);
  return { rows, figures: { alarms }, notices: troubles.lines() };
}

async function* scoreBlocks(file: SeriesFile, openScorer: OpenScorer): AsyncGenerator<ScoredBlock> {
  const scoreRows = makeRowScorer(openScorer(file.columns.length));
  for await (const rows of file.blocks) yield { rows, scored: await scoreRows(rows) };
}

function toRows({ rows, scored }: ScoredBlock): (readonly Cell[])[] {
  return scored.map((point, index) => toCells(rows[index]?.stamp, point));
}

function toCells(stamp: string | undefined, { score, isAlarm, band }: ScoredPoint): readonly Cell[] {
  return [stamp, score, isAlarm ? 1 : 0, band?.expected, band?.lower, band?.upper];
}
