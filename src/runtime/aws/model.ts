// The scoring models that were deployed beside the code. Only the scorer imports this: the model runtime weighs 25 MB.

import { fileURLToPath } from 'node:url';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Log } from '#application/ports/operations.ts';
import { loadModel } from '#runtime/model.ts';

/** The model of this deployment; without a usable one thresholds judge alone, and that is said. */
export async function loadDeployedModel(log: Log): Promise<AnomalyModel | undefined> {
  const loaded = await loadModel(fileURLToPath(new URL('./models', import.meta.url)));
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
