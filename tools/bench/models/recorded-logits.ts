// Raw opinions of the models on recorded series, through the features of the product; each series is judged by the model
// of the fold that has not seen it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { loadNoveltyModel, type NoveltyModel } from '#adapters/onnx/novelty-model.ts';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { scoreWindows } from '#adapters/onnx/window-model.ts';
import type { PointWindows } from '#application/ports/anomaly-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import {
  addShape,
  combineOpinions,
  departureOf,
  type ScoreParameters,
  scoreOpinion,
} from '#domain/detection/anomaly-score.ts';
import { FEATURE_COUNT, FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { isCalm, WINDOW_NAMES } from '#domain/feature/point-window.ts';
import { LEARNING_CONTEXT } from '../../features/learning-context.ts';
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
  /** What the model of shapes says; NaN where a point is calm, and where there is no such model. */
  readonly shapes: Float32Array;
  readonly features: Float32Array;
}

/** The models of the folds, and which series each has not seen. */
export interface FoldModels {
  modelFor(series: RecordedSeries): TrainedModel;
  shapeModelFor?(series: RecordedSeries): TrainedModel;
  readonly guard: NoveltyModel;
}

/** Folders of the folds of the main score and of the model of shapes, and of the guard, which learned from no label. */
export interface FoldFolders {
  readonly boosting: string;
  readonly window: string;
  readonly forest: string;
}

/**
 * Loads `<folder>/fold-K` and `folds.json`. A metric that nothing learned from gets the fold of its service; series of no fold
 * were seen by none of them and get the first.
 */
export async function loadFolds({ boosting, window, forest }: FoldFolders): Promise<FoldModels> {
  return {
    guard: await loadNoveltyModel(forest),
    modelFor: await foldsOf(boosting, FEATURE_NAMES),
    shapeModelFor: await foldsOf(window, WINDOW_NAMES),
  };
}

async function foldsOf(folder: string, featureNames: readonly string[]): Promise<FoldModels['modelFor']> {
  const folds: Record<string, number> = JSON.parse(readFileSync(join(folder, 'folds.json'), 'utf8'));
  const count = 1 + Math.max(...Object.values(folds));
  const loaded = await Promise.all(
    Array.from({ length: count }, (_, fold) =>
      loadTrainedModel(join(folder, `fold-${fold}`), { featureNames, parameters: z.unknown() }),
    ),
  );
  return ({ dataset, name }) => {
    const service = `${dataset}/${name.split('/')[0]}`;
    const model = loaded[folds[`${dataset}/${name}`] ?? folds[service] ?? 0]?.model;
    if (!model)
      throw new RangeError(`There is no model in ${folder} for ${dataset}/${name}; train the folds again`);
    return model;
  };
}

/** The opinions on one series. */
export async function scoreRecorded(series: RecordedSeries, folds: FoldModels): Promise<RecordedLogits> {
  const { features, windows } = viewSeries(series);
  const rows = series.points.length;
  const logits = await folds.modelFor(series).evaluate(features, rows);
  const novelties = await folds.guard.score(features, rows);
  const shapeModel = folds.shapeModelFor?.(series);
  const shapes = shapeModel
    ? await scoreWindows(shapeModel, windows)
    : new Float32Array(rows).fill(Number.NaN);
  const labels = Uint8Array.from(series.points, ({ isLabelled }) => (isLabelled ? 1 : 0));
  return { series, labels, logits, novelties, shapes, features };
}

/** One row a point; a point without features (missing, late) has those, and the window, of the point before it. */
function viewSeries({ points, periodSeconds }: RecordedSeries): {
  readonly features: Float32Array;
  readonly windows: PointWindows;
} {
  const context = { ...LEARNING_CONTEXT, periodSeconds };
  const features = new Float32Array(points.length * FEATURE_COUNT);
  const windows: (Float32Array | undefined)[] = [];
  const feed = feedSeries();
  points.forEach(({ at, value }, index) => {
    const sight = feed.take({ at, value }, context);
    const from = index * FEATURE_COUNT;
    if (sight) features.set(sight.features, from);
    else if (index > 0) features.copyWithin(from, from - FEATURE_COUNT, from);
    windows.push(sight ? (isCalm(sight.features) ? undefined : feed.window()) : windows.at(-1));
  });
  return { features, windows };
}

/** A calibration whose probability is the adjusted logit itself. */
export const AS_IT_IS: ScoreParameters['calibration'] = [
  { logit: -1000, probability: -1000 },
  { logit: 1000, probability: 1000 },
];

/** What the models together say of a point, before the habit of its series is taken off. */
export function opinionAt(
  { logits, novelties, shapes }: RecordedLogits,
  row: number,
  { novelty, window }: ScoreParameters,
): number {
  const guarded = combineOpinions(logits[row] ?? 0, novelties[row] ?? 0, novelty.weight);
  return window ? addShape(guarded, shapes[row] ?? Number.NaN, window) : guarded;
}

/** The probability of each point, as the scorer tells it, point after point. */
export function probabilitiesOf(recorded: RecordedLogits, parameters: ScoreParameters): Float64Array {
  const { series, logits, features } = recorded;
  let remembered = 0;
  return Float64Array.from(logits, (_, row) => {
    const logit = opinionAt(recorded, row, parameters);
    const departure = departureOf(features, row * FEATURE_COUNT);
    const { periodSeconds } = series;
    const scored = scoreOpinion(parameters, { logit, departure, remembered, periodSeconds });
    remembered = scored.tail;
    return scored.probability;
  });
}
