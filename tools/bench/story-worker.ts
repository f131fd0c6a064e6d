// A worker of `npm run stories`: runs the story it is asked for, and answers with its report.

import { parentPort } from 'node:worker_threads';
import { type DemoOptions, runDemo } from '#local/demo/demo.ts';
import { loadLoopModels } from '#local/loop-models.ts';
import { loadShippedModel, MODELS_FOLDER } from '#local/models.ts';

const loaded = await loadShippedModel();
if (!loaded.ok) throw new Error(`Cannot run stories without the shipped model: ${loaded.refusal}`);
const model = loaded.value;
const models = await loadLoopModels(MODELS_FOLDER);

parentPort?.on('message', async ({ seed, hours }: Pick<DemoOptions, 'seed' | 'hours'>) => {
  const report = await runDemo({
    seed,
    hours,
    mode: 'auto',
    model,
    models,
    wallClock: () => performance.now(),
  });
  parentPort?.postMessage(report);
});
