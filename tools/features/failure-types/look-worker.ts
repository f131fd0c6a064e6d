// A worker of the exporter of failure types: runs the story that it is asked for, and answers with the looks at it. Of the
// models only those that detection needs are loaded: what diagnosis learned must not show in what it learns from.

import { parentPort } from 'node:worker_threads';
import { loadLoopModels } from '#local/loop-models.ts';
import { loadShippedModel, MODELS_FOLDER } from '#local/models.ts';
import { type LookTask, lookAtStory } from './incident-looks.ts';

const loaded = await loadShippedModel();
if (!loaded.ok) throw new Error(`Cannot run stories without the shipped models: ${loaded.refusal}`);
const model = loaded.value;
const { failureModel, forecaster } = await loadLoopModels(MODELS_FOLDER);

parentPort?.on('message', async (task: LookTask) => {
  parentPort?.postMessage(await lookAtStory(task, model, { failureModel, forecaster }));
});
