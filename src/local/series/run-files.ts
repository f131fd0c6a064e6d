// Files through a task: one after the other, or by several workers at once. The outcomes are in the order of the jobs
// however many workers there were.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type FileOutcome, failedFile, tryFile } from './file-outcome.ts';
import { type FileJob, type FileTaskOrder, openFileTask } from './file-task.ts';

/** Does all files; one worker is this thread, because a folder of small files is done before threads are up. */
export async function runFiles(
  order: FileTaskOrder,
  jobs: readonly FileJob[],
  workerCount: number,
): Promise<readonly FileOutcome[]> {
  if (workerCount > 1 && jobs.length > 1) return runInWorkers(order, jobs, workerCount);
  const task = await openFileTask(order);
  const outcomes: FileOutcome[] = [];
  for (const job of jobs) outcomes.push(await tryFile(task, job));
  return outcomes;
}

async function runInWorkers(
  order: FileTaskOrder,
  jobs: readonly FileJob[],
  workerCount: number,
): Promise<readonly FileOutcome[]> {
  const outcomes = new Array<FileOutcome>(jobs.length);
  // Shared by all: each file goes to the worker that asks first.
  const queue = jobs.entries();
  async function work(): Promise<void> {
    const hired = hireWorker(order);
    for (const [index, job] of queue) outcomes[index] = await hired.ask(job);
    await hired.dismiss();
  }
  await Promise.all(Array.from({ length: Math.min(workerCount, jobs.length) }, work));
  return outcomes;
}

interface HiredWorker {
  ask(job: FileJob): Promise<FileOutcome>;
  dismiss(): Promise<void>;
}

/** A worker that is replaced when a file kills it: the other files still get done. */
function hireWorker(order: FileTaskOrder): HiredWorker {
  let worker: Worker | undefined;
  return {
    async ask(job) {
      try {
        worker ??= new Worker(new URL('./worker.ts', import.meta.url), { workerData: order });
        worker.postMessage(job);
        const [outcome] = await once(worker, 'message');
        return outcome;
      } catch (error) {
        worker = undefined;
        return failedFile(job, error);
      }
    },
    async dismiss() {
      await worker?.terminate();
    },
  };
}
