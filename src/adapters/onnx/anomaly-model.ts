// The anomaly models: gradient boosting as the main score, an isolation forest that guards against what no label has
// shown, and one that sees shapes. All or none: the boosting was fitted together with the others.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { type ModelInfo, ModelRefusedError } from '#application/ports/trained-model.ts';
import { addShape, combineOpinions, ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { loadNoveltyModel } from './novelty-model.ts';
import { loadTrainedModel } from './trained-model.ts';
import { loadWindowModel } from './window-model.ts';

/** The folders of the models. */
export interface AnomalyModelFolders {
  readonly boosting: string;
  readonly forest: string;
  /** Read only where the boosting was fitted with one. */
  readonly window: string;
}

/** Loads the models; throws a ModelRefusedError when one must not be used. */
export async function loadAnomalyModel({
  boosting,
  forest,
  window,
}: AnomalyModelFolders): Promise<AnomalyModel> {
  const [{ model, parameters }, guard] = await Promise.all([
    loadTrainedModel(boosting, { featureNames: FEATURE_NAMES, parameters: ScoreParameters }),
    loadNoveltyModel(forest),
  ]);
  refuseStranger(model.info, parameters.novelty.modelHash, { info: guard.info, folder: forest });
  const shapes = parameters.window && {
    ...parameters.window,
    model: await loadWindowModel(window),
  };
  if (shapes) refuseStranger(model.info, shapes.modelHash, { info: shapes.model.info, folder: window });
  return {
    info: model.info,
    parameters,
    async score(features, rowCount, windows) {
      const logits = await model.evaluate(features, rowCount);
      const novelties = await guard.score(features, rowCount);
      const guarded = logits.map((logit, row) =>
        combineOpinions(logit, novelties[row] ?? 0, parameters.novelty.weight),
      );
      if (!shapes) return guarded;
      const opinions = await shapes.model.score(windows);
      return guarded.map((logit, row) => addShape(logit, opinions[row] ?? Number.NaN, shapes));
    },
  };
}

/** A model that the main one was not fitted with must not speak beside it. */
function refuseStranger(
  main: ModelInfo,
  fittedWith: string,
  { info, folder }: { readonly info: ModelInfo; readonly folder: string },
): void {
  if (info.hash === fittedWith) return;
  throw new ModelRefusedError(
    'hash-mismatch',
    `Model ${main.name} was fitted with ${info.name} ${fittedWith}, ${folder} holds ${info.hash}; fit it again`,
  );
}
