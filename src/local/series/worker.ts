// A worker of `--jobs`: opens its task once, then does the files it is sent and answers with their outcomes.

import { parentPort, workerData } from 'node:worker_threads';
import { tryFile } from './file-outcome.ts';
import { type FileJob, openFileTask } from './file-task.ts';

const task = await openFileTask(workerData);
parentPort?.on('message', async (job: FileJob) => {
  parentPort?.postMessage(await tryFile(task, job));
});
