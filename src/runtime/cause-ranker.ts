// Loads the trained ranker of causes, or says why it cannot be used.

import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { CauseRanker } from '#application/find-causes.ts';
import { RANKING_FEATURE_NAMES } from '#domain/cause/ranking-features.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** Its folder under `models/`. */
export const CAUSE_RANKER_NAME = OUTCOME_MODELS.causes;

/** What the training script fits beside the model file. */
const RankerParameters = z.object({
  /** Logit of "no single cause", beside those that the model gives components. */
  noneLogit: z.number(),
});

/** The ranker of a model folder, or why it is refused; without it causes are ranked from first principles. */
export function loadCauseRanker(folder: string): Promise<Result<CauseRanker, string>> {
  return loadedOrRefused(async () => {
    const { model, parameters } = await loadTrainedModel(folder, {
      featureNames: RANKING_FEATURE_NAMES,
      parameters: RankerParameters,
    });
    return { model, noneLogit: parameters.noneLogit };
  });
}
