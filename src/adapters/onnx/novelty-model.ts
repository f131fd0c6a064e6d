// The novelty guard: an isolation forest whose raw score is turned into the share of normal points that look more usual.

import * as z from 'zod/mini';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { loadTrainedModel } from './trained-model.ts';

const Parameters = z.object({
  /** The raw score below which each share of normal points lies, both growing. */
  calibration: z.array(z.object({ share: z.number(), score: z.number() })).check(z.minLength(2)),
});
type Calibration = z.infer<typeof Parameters>['calibration'];

/** Says how novel points are. */
export interface NoveltyModel {
  readonly info: ModelInfo;
  /** The share of normal points that look more usual than each row, 0 to 1. */
  score(features: Float32Array, rowCount: number): Promise<Float32Array>;
}

/** Loads the model of a folder; throws a ModelRefusedError when it must not be used. */
export async function loadNoveltyModel(folder: string): Promise<NoveltyModel> {
  const { model, parameters } = await loadTrainedModel(folder, {
    featureNames: FEATURE_NAMES,
    parameters: Parameters,
  });
  return {
    info: model.info,
    async score(features, rowCount) {
      const raw = await model.evaluate(features, rowCount);
      return raw.map((score) => shareBelow(parameters.calibration, score));
    },
  };
}

/** Linear between the quantiles of normal points; beyond the outermost ones 0 and 1. */
function shareBelow(calibration: Calibration, score: number): number {
  let below = { share: 0, score: Number.NEGATIVE_INFINITY };
  for (const point of calibration) {
    if (score < point.score) {
      const part =
        below.score === Number.NEGATIVE_INFINITY ? 0 : (score - below.score) / (point.score - below.score);
      return below.share + part * (point.share - below.share);
    }
    below = point;
  }
  return 1;
}
