// Loads the scoring model of a folder, or says why it cannot be used.

import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { ModelRefusedError } from '#application/ports/trained-model.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** The model, or why it is refused; without it thresholds judge alone and nothing is automatic (M40). */
export async function loadModel(folder: string): Promise<Result<AnomalyModel, string>> {
  try {
    return ok(await loadAnomalyModel(folder));
  } catch (error) {
    if (error instanceof ModelRefusedError) return refuse(error.message);
    throw error;
  }
}
