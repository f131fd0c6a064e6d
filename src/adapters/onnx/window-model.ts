// The model of shapes: it sees the last points of a series and nothing else, and is asked only where a point is not calm.

import * as z from 'zod/mini';
import type { PointWindows } from '#application/ports/anomaly-model.ts';
import type { ModelInfo, TrainedModel } from '#application/ports/trained-model.ts';
import { WINDOW_NAMES, WINDOW_POINTS } from '#domain/feature/point-window.ts';
import { loadTrainedModel } from './trained-model.ts';

/** Says how much the shapes of points look like trouble. */
export interface WindowModel {
  readonly info: ModelInfo;
  /** The logit of each window; NaN where there is none. */
  score(windows: PointWindows): Promise<Float32Array>;
}

/** Loads the model of a folder; throws a ModelRefusedError when it must not be used. */
export async function loadWindowModel(folder: string): Promise<WindowModel> {
  const { model } = await loadTrainedModel(folder, { featureNames: WINDOW_NAMES, parameters: z.unknown() });
  return { info: model.info, score: (windows) => scoreWindows(model, windows) };
}

/** One call for all windows there are. */
export async function scoreWindows(model: TrainedModel, windows: PointWindows): Promise<Float32Array> {
  const places: number[] = [];
  windows.forEach((window, place) => {
    if (window) places.push(place);
  });
  const rows = new Float32Array(places.length * WINDOW_POINTS);
  places.forEach((place, row) => {
    rows.set(windows[place] ?? [], row * WINDOW_POINTS);
  });
  const logits = await model.evaluate(rows, places.length);
  const all = new Float32Array(windows.length).fill(Number.NaN);
  places.forEach((place, row) => {
    all[place] = logits[row] ?? Number.NaN;
  });
  return all;
}
