// A worker of the models bench: runs the story of the fleet that it is asked for, and answers with its record.

import { parentPort } from 'node:worker_threads';
import { loadLoopModels } from '#local/loop-models.ts';
import { loadShippedModel, MODELS_FOLDER } from '#local/models.ts';
import { recordStory, type StoryTask } from './fleet-run.ts';

const loaded = await loadShippedModel();
if (!loaded.ok) throw new Error(`Cannot run stories without the shipped models: ${loaded.refusal}`);
const model = loaded.value;
const models = await loadLoopModels(MODELS_FOLDER);

parentPort?.on('message', async (task: StoryTask) => {
  parentPort?.postMessage(await recordStory(task, model, models));
});
