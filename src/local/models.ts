// The shipped scoring model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import { type AnomalyModel, ModelRefusedError } from '#application/ports/anomaly-model.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** The folder of the model that this checkout ships. */
export const ANOMALY_MODEL_FOLDER = fileURLToPath(
  new URL('../../models/anomaly-isolation-forest', import.meta.url),
);

/** The model, or why it is refused; without it thresholds judge alone and nothing is automatic (M40). */
export async function loadShippedModel(folder = ANOMALY_MODEL_FOLDER): Promise<Result<AnomalyModel, string>> {
  try {
    return ok(await loadAnomalyModel(folder));
  } catch (error) {
    if (error instanceof ModelRefusedError) return refuse(error.message);
    throw error;
  }
}
