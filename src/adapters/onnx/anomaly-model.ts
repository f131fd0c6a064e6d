// The anomaly models: gradient boosting as the main score, and an isolation forest that guards against what no label has
// shown. Both or none: the boosting was fitted together with its guard.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { ModelRefusedError } from '#application/ports/trained-model.ts';
import { combineOpinions, ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { loadNoveltyModel } from './novelty-model.ts';
import { loadTrainedModel } from './trained-model.ts';

/** The folders of the two models. */
export interface AnomalyModelFolders {
  readonly boosting: string;
  readonly forest: string;
}

/** Loads both models; throws a ModelRefusedError when one must not be used. */
export async function loadAnomalyModel({ boosting, forest }: AnomalyModelFolders): Promise<AnomalyModel> {
  const [{ model, parameters }, guard] = await Promise.all([
    loadTrainedModel(boosting, { featureNames: FEATURE_NAMES, parameters: ScoreParameters }),
    loadNoveltyModel(forest),
  ]);
  if (guard.info.hash !== parameters.novelty.modelHash) {
    throw new ModelRefusedError(
      'hash-mismatch',
      `Model ${model.info.name} was fitted with the guard ${parameters.novelty.modelHash}, ${forest} holds ${guard.info.hash}; fit it again`,
    );
  }
  return {
    info: model.info,
    parameters,
    async score(features, rowCount) {
      const logits = await model.evaluate(features, rowCount);
      const novelties = await guard.score(features, rowCount);
      return logits.map((logit, row) =>
        combineOpinions(logit, novelties[row] ?? 0, parameters.novelty.weight),
      );
    },
  };
}
