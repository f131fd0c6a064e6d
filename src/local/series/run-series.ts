// A task over what two paths name: plans the files, and does them.

import type { FileOutcome } from './file-outcome.ts';
import { planFiles, type SeriesPaths } from './file-plan.ts';
import type { FileTaskOrder } from './file-task.ts';
import { runFiles } from './run-files.ts';

export interface SeriesOptions extends SeriesPaths {
  /** Files done at once. */
  readonly jobs: number;
}

export interface SeriesRun {
  readonly isFolder: boolean;
  /** By the name of the file. */
  readonly outcomes: readonly FileOutcome[];
}

/** Does the task with each file. Throws InvalidInputError when the paths make no sense; trouble of a file is its outcome. */
export async function runSeries(order: FileTaskOrder, options: SeriesOptions): Promise<SeriesRun> {
  const { isFolder, jobs } = await planFiles(options);
  return { isFolder, outcomes: await runFiles(order, jobs, options.jobs) };
}
