// Loads the scoring models beside each other in a folder, or says why they cannot be used.

import { join } from 'node:path';
import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The names of the scoring models' folders. */
export const SCORING_MODELS = {
  boosting: 'anomaly-boosting',
  forest: 'anomaly-isolation-forest',
  window: 'anomaly-window',
} as const;

/** The models under a folder, or why they are refused; without them thresholds judge alone and nothing is automatic (M40). */
export function loadModel(folder: string): Promise<Result<AnomalyModel, string>> {
  return loadedOrRefused(() =>
    loadAnomalyModel({
      boosting: join(folder, SCORING_MODELS.boosting),
      forest: join(folder, SCORING_MODELS.forest),
      window: join(folder, SCORING_MODELS.window),
    }),
  );
}
