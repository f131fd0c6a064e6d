// The end of one file's work. Trouble of one file is a value, because the others go on.

import { HealerError, InvalidInputError } from '#domain/errors.ts';
import type { FileJob, FileReport, FileTask } from './file-task.ts';

export type FileOutcome =
  | { readonly isDone: true; readonly job: FileJob; readonly report: FileReport }
  | {
      readonly isDone: false;
      readonly job: FileJob;
      readonly problem: string;
      /** Whether the file itself is at fault: wrong use, not a failure of ours. */
      readonly isInput: boolean;
    };

/** Does one file, and tells how it went. Never throws. */
export async function tryFile(task: FileTask, job: FileJob): Promise<FileOutcome> {
  try {
    return { isDone: true, job, report: await task(job) };
  } catch (error) {
    return failedFile(job, error);
  }
}

/** The outcome of a file that could not be done. A fault of ours keeps its stack, so that it can be reported. */
export function failedFile(job: FileJob, error: unknown): FileOutcome {
  const isOurs = !(error instanceof HealerError);
  const problem = error instanceof Error ? (isOurs && error.stack) || error.message : String(error);
  return { isDone: false, job, problem, isInput: error instanceof InvalidInputError };
}
