// The feature rows of many observed minutes as one block of numbers, the shape in which a model takes them, and the
// scores given back to the minutes they belong to.

import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';

export interface FeatureRows {
  readonly features: Float32Array;
  readonly rowCount: number;
  /** For each row the shape of the last points; undefined where the point is calm. */
  readonly windows: readonly (Float32Array | undefined)[];
}

/** All rows, minute after minute, each minute's in the order of its observations. */
export function collectFeatureRows(minutes: readonly MinuteObservation[]): FeatureRows {
  const rows = minutes.flatMap(({ observations }) => observations);
  const features = new Float32Array(rows.length * FEATURE_COUNT);
  rows.forEach((row, index) => {
    features.set(row.features, index * FEATURE_COUNT);
  });
  return { features, rowCount: rows.length, windows: rows.map(({ window }) => window) };
}

/** The scores of each minute, in the order in which the rows were collected. */
export function splitScores(
  minutes: readonly MinuteObservation[],
  scores: Float32Array,
): readonly number[][] {
  let next = 0;
  return minutes.map(({ observations }) => {
    const own = [...scores.subarray(next, next + observations.length)];
    next += observations.length;
    return own;
  });
}
