// One point of one series: judged against what was learned before it, described by its features, then learned from.

import { type Band, type BandRule, bandOf } from '#domain/baseline/band.ts';
import { appendPoint, createSeries, learnPoint, type SeriesState } from '#domain/baseline/series-state.ts';
import { SPREAD_RATE } from '#domain/baseline/spread.ts';
import { computeFeatures } from '#domain/feature/features.ts';

/** What a point needs to be judged and learned. */
export interface SeriesContext {
  readonly periodSeconds: number;
  readonly rule: BandRule;
  /** False during an incident: nothing is learned (B29). */
  readonly isTeaching: boolean;
  /** Largest move of the level per point, in spreads. */
  readonly learningRate: number;
  /** Where true, a value outside of the band teaches as fast as any other: no user feels it, and it may be the new usual (B4). */
  readonly isFollowing: boolean;
}

export interface SeriesStep {
  readonly state: SeriesState;
  /** In the order of FEATURE_NAMES; absent when there was no new point. */
  readonly features?: readonly number[];
  /** Absent when there was no new point, and while too little was seen to say. */
  readonly band?: Band;
}

/** A value outside of the band teaches a tenth as much: the band doubles in an hour and a quarter, not in an incident's first minutes. */
const OUTSIDE_FACTOR = 0.1;

/**
 * The next state, the features and the band of a point. A missing value, a duplicate or one older than the newest
 * leaves the state as it is, so that any order of delivery ends in the same state as far as it kept order (I9).
 */
export function updateSeries(
  state: SeriesState | undefined,
  point: { readonly at: number; readonly value: number | undefined },
  context: SeriesContext,
): SeriesStep | undefined {
  const { at, value } = point;
  if (value === undefined || !Number.isFinite(value) || (state && at <= state.lastAt))
    return state && { state };
  const appended = state ? appendPoint(state, { at, value }, context.periodSeconds) : createSeries(at, value);
  const band = bandOf(appended, context.rule);
  const { features, state: described } = computeFeatures(appended, context.periodSeconds);
  const weight = context.isFollowing || isInside(band, value) ? 1 : OUTSIDE_FACTOR;
  const learned = learnPoint(described, {
    isTeaching: context.isTeaching,
    learningRate: context.learningRate * weight,
    spreadRate: SPREAD_RATE * weight,
    loadBand: context.rule.loadBand,
  });
  return { state: learned, features, ...(band && { band }) };
}

function isInside(band: Band | undefined, value: number): boolean {
  return band === undefined || (value >= band.lower && value <= band.upper);
}
