// The opinions of a version of the anomaly models on series, through the code that serves.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { loadNoveltyModel } from '#adapters/onnx/novelty-model.ts';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { WINDOW_NAMES } from '#domain/feature/point-window.ts';
import type { LabelledScores } from '../../bench/models/event-score.ts';
import { type RecordedLogits, scoreRecorded, WARM_UP_POINTS } from '../../bench/models/recorded-logits.ts';
import type { TrainingSeries } from '../training-series.ts';

export const BOOSTING = 'anomaly-boosting';
export const FOREST = 'anomaly-isolation-forest';
/** Its shapes were learned from far more than one user has: a challenger keeps that of the champion. */
export const WINDOW = 'anomaly-window';

/** What was said of a series, and which of its points are neither known to be normal nor to be trouble. */
export interface ScoredSeries extends RecordedLogits {
  readonly isDoubtful: (index: number) => boolean;
}

/** What the two models under a folder say of each series. */
export async function scoreSeries(
  folder: string,
  series: readonly TrainingSeries[],
): Promise<readonly ScoredSeries[]> {
  const { model } = await loadTrainedModel(join(folder, BOOSTING), {
    featureNames: FEATURE_NAMES,
    parameters: z.unknown(),
  });
  const guard = await loadNoveltyModel(join(folder, FOREST));
  const shapes = await openShapes(folder);
  const models = { modelFor: () => model, guard, ...(shapes && { shapeModelFor: () => shapes }) };
  const scored: ScoredSeries[] = [];
  for (const one of series) {
    const recorded = await scoreRecorded(one, models);
    scored.push({ ...recorded, isDoubtful: (index) => one.points[index]?.isDoubtful ?? false });
  }
  return scored;
}

/** The model of shapes; undefined for a version that was fitted without one. */
async function openShapes(folder: string): Promise<TrainedModel | undefined> {
  if (!existsSync(join(folder, WINDOW))) return undefined;
  const loaded = await loadTrainedModel(join(folder, WINDOW), {
    featureNames: WINDOW_NAMES,
    parameters: z.unknown(),
  });
  return loaded.model;
}

/** Scores with their labels, without the points that have no history yet and those that nobody is sure of. */
export function judgedPart(scores: Float64Array, { labels, isDoubtful }: ScoredSeries): LabelledScores {
  const isJudged = (_: number, index: number) => index >= WARM_UP_POINTS && !isDoubtful(index);
  return { scores: scores.filter(isJudged), labels: labels.filter(isJudged) };
}
