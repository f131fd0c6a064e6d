// Raw opinions of the models on recorded series, through the features of the product; each series is judged by the model
// of the fold that has not seen it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { loadNoveltyModel, type NoveltyModel } from '#adapters/onnx/novelty-model.ts';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import {
  combineOpinions,
  departureOf,
  type ScoreParameters,
  scoreOpinion,
} from '#domain/detection/anomaly-score.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { FEATURE_COUNT, FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import type { RecordedSeries } from '../../features/recorded-series.ts';

/** Before that a series has shown too little; no method is judged there. */
export const WARM_UP_POINTS = 30;

/** One series, point for point; a point without a value repeats the opinion before it. */
export interface RecordedLogits {
  readonly series: RecordedSeries;
  readonly labels: Uint8Array;
  /** Of the main score alone, and the share of normal points that look more usual to the guard. */
  readonly logits: Float32Array;
  readonly novelties: Float32Array;
  readonly features: Float32Array;
}

/** The models of the folds, and which series each has not seen. */
export interface FoldModels {
  modelFor(series: RecordedSeries): TrainedModel;
  readonly guard: NoveltyModel;
}

/** Loads `<folder>/fold-K` and `folds.json`; series of no fold were seen by none of them and get the first. */
export async function loadFolds(folder: string, guardFolder: string): Promise<FoldModels> {
  const folds: Record<string, number> = JSON.parse(readFileSync(join(folder, 'folds.json'), 'utf8'));
  const count = 1 + Math.max(...Object.values(folds));
  const loaded = await Promise.all(
    Array.from({ length: count }, (_, fold) =>
      loadTrainedModel(join(folder, `fold-${fold}`), {
        featureNames: FEATURE_NAMES,
        parameters: z.unknown(),
      }),
    ),
  );
  return {
    guard: await loadNoveltyModel(guardFolder),
    modelFor({ dataset, name }) {
      const model = loaded[folds[`${dataset}/${name}`] ?? 0]?.model;
      if (!model) throw new RangeError(`There is no model for ${dataset}/${name}; train the folds again`);
      return model;
    },
  };
}

/** The opinions on one series. */
export async function scoreRecorded(series: RecordedSeries, folds: FoldModels): Promise<RecordedLogits> {
  const features = featuresOf(series);
  const rows = series.points.length;
  const logits = await folds.modelFor(series).evaluate(features, rows);
  const novelties = await folds.guard.score(features, rows);
  const labels = Uint8Array.from(series.points, ({ isLabelled }) => (isLabelled ? 1 : 0));
  return { series, labels, logits, novelties, features };
}

/** One row a point; a point without features (missing, late) has those of the point before it. */
export function featuresOf({ points, periodSeconds }: RecordedSeries): Float32Array {
  const { learning, bands } = DEFAULT_DETECTION_SETTINGS;
  const context = {
    periodSeconds,
    rule: { width: bands.width, relativeMargin: 0, absoluteMargin: 0 },
    isTeaching: true,
    learningRate: learning.rate,
    isFollowing: true,
  };
  const features = new Float32Array(points.length * FEATURE_COUNT);
  const feed = feedSeries();
  points.forEach(({ at, value }, index) => {
    const sight = feed.take({ at, value }, context);
    const from = index * FEATURE_COUNT;
    if (sight) features.set(sight.features, from);
    else if (index > 0) features.copyWithin(from, from - FEATURE_COUNT, from);
  });
  return features;
}

/** A calibration whose probability is the adjusted logit itself. */
export const AS_IT_IS: ScoreParameters['calibration'] = [
  { logit: -1000, probability: -1000 },
  { logit: 1000, probability: 1000 },
];

/** The probability of each point, as the scorer tells it, point after point. */
export function probabilitiesOf(
  { series, logits, novelties, features }: RecordedLogits,
  parameters: ScoreParameters,
): Float64Array {
  let remembered = 0;
  return Float64Array.from(logits, (raw, row) => {
    const logit = combineOpinions(raw, novelties[row] ?? 0, parameters.novelty.weight);
    const departure = departureOf(features, row * FEATURE_COUNT);
    const { periodSeconds } = series;
    const scored = scoreOpinion(parameters, { logit, departure, remembered, periodSeconds });
    remembered = scored.tail;
    return scored.probability;
  });
}
