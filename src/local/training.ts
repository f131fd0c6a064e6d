// Trainings on this machine: where the review of the models asks for one, a process of its own trains a challenger on what
// was recorded here. It enters at the next start, through the quality gate.

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { FleetmedicEvent } from '#contracts/events.ts';
import type { LocalBus } from '#local/delivery/bus.ts';
import type { CountingLog } from '#runtime/log.ts';

const TRAINER = fileURLToPath(new URL('../../tools/train-challenger.ts', import.meta.url));
/** Beside the database. */
const CHALLENGER = 'challenger';
const ASKED: FleetmedicEvent['type'] = 'retraining-asked';

/** Command and arguments of a training that reads a database of this machine. */
export interface TrainingCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Where the challenger will be. */
  readonly out: string;
}

/** How a training is begun. */
export function trainingCommand(databaseFile: string): TrainingCommand {
  const out = join(dirname(databaseFile), CHALLENGER);
  return { command: process.execPath, args: [TRAINER, '--database', databaseFile, '--out', out], out };
}

/** Carries out a training; resolves with its exit code. */
export type Train = (training: TrainingCommand) => Promise<number>;

export interface TrainingDeps {
  readonly bus: LocalBus;
  readonly database: DatabaseSync;
  readonly log: CountingLog;
  readonly train: Train;
}

/**
 * Listens for what the review asks; to be called before the loop starts. One training at a time, and the loop does not
 * wait for it. A database in memory has nothing that another process could read.
 */
export function trainWhenAsked({ bus, database, log, train }: TrainingDeps): void {
  const file = database.location();
  if (file === null) return;
  const training = trainingCommand(file);
  let isRunning = false;
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    const code = await train(training).catch(String);
    isRunning = false;
    log.record('retraining-ended', { isDone: code === 0, code, challenger: training.out });
  };
  bus.subscribe({
    name: 'train',
    matches: ({ 'detail-type': type }) => type === ASKED,
    handle: async () => void run(),
  });
}

/** A process of its own, which ends with this one. */
export const trainInProcess: Train = ({ command, args }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    process.once('exit', () => child.kill());
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
