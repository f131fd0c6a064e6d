// What judges the points of a series, one block after another. Behind this port stand the models; before it, files.

import type { Band } from '#domain/baseline/band.ts';
import type { Instant } from '#domain/ids.ts';

/** One point: later than the one before, with at least one value known. */
export interface ScorerPoint {
  readonly at: Instant;
  /** One for each series that is judged together; an unknown value is undefined. */
  readonly values: readonly (number | undefined)[];
  readonly periodSeconds: number;
}

export interface ScoredPoint {
  /** How unusual, from 0 to 1. */
  readonly score: number;
  readonly isAlarm: boolean;
  /** Of the series that stands out most, in its unit; absent while too little was seen to say. */
  readonly band?: Pick<Band, 'expected' | 'lower' | 'upper'>;
}

/** Judges one series, or several together, point after point. What was said of a point does not depend on later ones. */
export interface SeriesScorer {
  /** The next points of the series; one answer for each, in order. */
  score(points: readonly ScorerPoint[]): Promise<readonly ScoredPoint[]>;
}

/** Opens a scorer for a new series with so many values a point. */
export type OpenScorer = (valueCount: number) => SeriesScorer;

/** A way to judge series, loaded and ready. */
export interface Scoring {
  readonly openScorer: OpenScorer;
  /** What a user has to know of the judgement, such as a model that was refused. */
  readonly notices: readonly string[];
}
