// What can be done with series files, one file at a time: the seam between `medic score | forecast | predict`, which
// share folders, jobs and flags, and the work itself.

import type { ForecastFlags } from '#local/forecast/forecast-file.ts';
import type { PredictFlags } from '#local/predict/predict-file.ts';
import type { ScoreFlags } from '#local/score/score-file.ts';

/** One file to read, and one to write. */
export interface FileJob {
  readonly input: string;
  readonly output: string;
  /** An .svg or .png to draw the result to. */
  readonly plot?: string;
}

/** What one file came to. */
export interface FileReport {
  readonly rows: number;
  /** Figures of the task, by name, such as the number of alarms. */
  readonly figures: Readonly<Record<string, number>>;
  /** What was odd and how it was dealt with, ready for people. */
  readonly notices: readonly string[];
}

/** Does one file. Throws a HealerError that says what is wrong with it. */
export type FileTask = (job: FileJob) => Promise<FileReport>;

/** A task and its flags, as plain data: workers are sent it. */
export type FileTaskOrder =
  | ({ readonly task: 'score' } & ScoreFlags)
  | ({ readonly task: 'predict' } & PredictFlags)
  | ({ readonly task: 'forecast' } & ForecastFlags);

/** Loads what a task needs, once for all its files. */
export async function openFileTask(order: FileTaskOrder): Promise<FileTask> {
  switch (order.task) {
    case 'score': {
      const { openScoring } = await import('#local/score/score-file.ts');
      return openScoring(order);
    }
    case 'predict': {
      const { openPredicting } = await import('#local/predict/predict-file.ts');
      return openPredicting(order);
    }
    case 'forecast': {
      const { openForecasting } = await import('#local/forecast/forecast-file.ts');
      return openForecasting(order);
    }
  }
}
