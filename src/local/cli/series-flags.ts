// What `medic score`, `forecast` and `predict` have in common: files or folders, jobs, and how the results are told.

import { basename } from 'node:path';
import type { Command } from 'commander';
import type { FileOutcome } from '#local/series/file-outcome.ts';
import type { FileTaskOrder } from '#local/series/file-task.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeTable } from './output.ts';
import { wholeNumber } from './values.ts';

export interface SeriesFlags {
  readonly in: string;
  readonly out: string;
  /** Seconds; absent: found in the data. */
  readonly period?: number;
  readonly jobs: number;
  readonly plot?: string;
  readonly json?: boolean;
}

/** Nothing is learned from points that are more than a week apart. */
const LONGEST_PERIOD_SECONDS = 604_800;
const MOST_JOBS = 64;

/** Adds --plot, for the tasks that draw. */
export function addPlotFlag(command: Command): Command {
  return command.option('--plot <path>', 'draw the result: an .svg or .png, or a folder when --in is one');
}

/** Adds --in, --out, --period and --jobs. */
export function addSeriesFlags(command: Command): Command {
  const period = wholeNumber(1, LONGEST_PERIOD_SECONDS);
  return command
    .requiredOption('--in <path>', 'a CSV file (timestamp,value[,value2,...]), or a folder of them')
    .requiredOption('--out <path>', 'the file to write, or the folder for files of the same names')
    .option('--period <seconds>', 'distance of two points; found in the data when left out', period)
    .option('--jobs <count>', 'files of a folder done at once', wholeNumber(1, MOST_JOBS), 1);
}

/**
 * Runs the task over what the flags name, and tells what was odd. Throws a CliError in the end when a file could not be
 * done; the others are done nevertheless.
 */
export async function runSeriesTask(io: CliIo, flags: SeriesFlags, order: FileTaskOrder): Promise<void> {
  const startedAt = io.now();
  const { outcomes, isFolder } = await io.tasks.runSeries(order, flags);
  const seconds = (io.now() - startedAt) / 1000;
  for (const notice of new Set(outcomes.flatMap(noticesOf))) io.tell(`${notice}\n`);
  if (flags.json) writeJson(io, describe(outcomes, seconds));
  else show(io, outcomes);
  const failed = outcomes.filter((outcome) => !outcome.isDone);
  if (failed.length === 0) return;
  const list = failed.map(({ problem }) => problem).join('\n');
  if (!isFolder) throw new CliError(list, failed[0]?.isInput ? EXIT.usage : EXIT.failure);
  throw new CliError(`${failed.length} of ${outcomes.length} files could not be done:\n${list}`);
}

function noticesOf(outcome: FileOutcome): readonly string[] {
  return outcome.isDone ? outcome.report.notices : [];
}

function describe(outcomes: readonly FileOutcome[], seconds: number) {
  const rows = outcomes.reduce((sum, outcome) => sum + (outcome.isDone ? outcome.report.rows : 0), 0);
  return {
    files: outcomes.map((outcome) => ({
      ...outcome.job,
      ...(outcome.isDone ? outcome.report : { problem: outcome.problem }),
    })),
    rows,
    seconds,
    rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : null,
  };
}

function show(io: CliIo, outcomes: readonly FileOutcome[]): void {
  const done = outcomes.filter((outcome) => outcome.isDone);
  const [first] = done;
  if (!first) return;
  const names = Object.keys(first.report.figures);
  writeTable(
    io,
    ['File', 'Rows', ...names, 'Written to'],
    done.map(({ job, report }) => [
      basename(job.input),
      String(report.rows),
      ...names.map((name) => String(report.figures[name] ?? '')),
      job.output,
    ]),
  );
}
