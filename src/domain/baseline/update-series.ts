// One point of one series: judged against what was learned before it, described by its features, then learned from.

import { type Band, type BandRule, bandOf } from '#domain/baseline/band.ts';
import { numbersOf } from '#domain/baseline/number-at.ts';
import { OpenSeries, type Point } from '#domain/baseline/open-series.ts';
import { RecentPoints } from '#domain/baseline/recent-points.ts';
import { createSeries, type SeriesState } from '#domain/baseline/series-state.ts';
import { SPREAD_RATE } from '#domain/baseline/spread.ts';
import { computeFeatures } from '#domain/feature/features.ts';
import { isCalm, windowOf } from '#domain/feature/point-window.ts';

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

/** What may be a point: it is none without a finite value. */
export interface PointReading {
  readonly at: number;
  readonly value: number | undefined;
}

export interface SeriesStep {
  readonly state: SeriesState;
  /** In the order of FEATURE_NAMES; absent when there was no new point. */
  readonly features?: readonly number[];
  /** See `windowOf`; absent where the point is calm. */
  readonly window?: Float32Array;
  /** Absent when there was no new point, and while too little was seen to say. */
  readonly band?: Band;
}

/** How a point looked that a feed has taken. */
export interface PointSight {
  /** In the order of FEATURE_NAMES, each finite. Shared: valid until the next point, of whichever series. */
  readonly features: Float64Array;
  /** Undefined while too little was seen to say. */
  readonly band: Band | undefined;
}

/** Takes the points of one series, one after another. */
export interface SeriesFeed {
  /** Undefined, and nothing is learned, when there is no value, or no point that is later than the newest. */
  take(reading: PointReading, context: SeriesContext): PointSight | undefined;
  /** The shape of the last points, see `windowOf`; undefined before the first. */
  window(): Float32Array | undefined;
  /** Undefined before the first point. */
  state(): SeriesState | undefined;
}

/** A value outside of the band teaches a tenth as much: the band doubles in an hour and a quarter, not in an incident's first minutes. */
const OUTSIDE_FACTOR = 0.1;

/** Goes on with a series, or begins one: for many points at once. The state that is given stays as it is. */
export function feedSeries(state?: SeriesState): SeriesFeed {
  let series = state && new OpenSeries(state);
  return {
    take(point, context) {
      if (!isNew(point, series)) return undefined;
      if (series) series.append(point, context.periodSeconds);
      else series = new OpenSeries(createSeries(point.at, point.value));
      return judgeNewest(series, point.value, context);
    },
    window: () => series && windowOf(series.points),
    state: () => series?.state(),
  };
}

/** One set of points for all updates: a fresh one for each would cost as much as the features. */
const points = new RecentPoints();

/**
 * The next state, the features and the band of a point. A missing value, a duplicate or one older than the newest
 * leaves the state as it is, so that any order of delivery ends in the same state as far as it kept order (I9).
 */
export function updateSeries(
  state: SeriesState | undefined,
  point: PointReading,
  context: SeriesContext,
): SeriesStep | undefined {
  if (!isNew(point, state)) return state && { state };
  const series = new OpenSeries(state ?? createSeries(point.at, point.value), points);
  if (state) series.append(point, context.periodSeconds);
  const { features, band } = judgeNewest(series, point.value, context);
  return {
    state: series.state(),
    features: numbersOf(features),
    ...(!isCalm(features) && { window: windowOf(series.points) }),
    ...(band && { band }),
  };
}

function isNew(point: PointReading, series: { readonly lastAt: number } | undefined): point is Point {
  return point.value !== undefined && Number.isFinite(point.value) && !(series && point.at <= series.lastAt);
}

function judgeNewest(series: OpenSeries, value: number, context: SeriesContext): PointSight {
  const band = bandOf(series, context.rule);
  const features = computeFeatures(series, context.periodSeconds);
  const weight = context.isFollowing || isInside(band, value) ? 1 : OUTSIDE_FACTOR;
  series.learn({
    isTeaching: context.isTeaching,
    learningRate: context.learningRate * weight,
    spreadRate: SPREAD_RATE * weight,
    loadBand: context.rule.loadBand,
  });
  return { features, band };
}

function isInside(band: Band | undefined, value: number): boolean {
  return band === undefined || (value >= band.lower && value <= band.upper);
}
