// All that is remembered of one series, in constant size: the last points, running scales, the level that thresholds
// stand on, what is usual under each load, and the hours of the week. Plain JSON; one update per point, no look-ahead.

import {
  closeHours,
  createHourlyMemory,
  type HourlyMemory,
  type HourSummary,
  hoursOf,
} from '#domain/baseline/hourly-memory.ts';
import { type LoadBand, type LoadBandLearning, learnLoadBand } from '#domain/baseline/load-band.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { medianOf, stepTowards } from '#domain/baseline/robust.ts';
import { learnSpread } from '#domain/baseline/spread.ts';

/** Points kept: the longest residual window and the point itself. Three hours at one a minute. */
export const RECENT_POINTS = 182;
/** The number of running scales that features are divided by; their meaning is in feature/point-view.ts. */
export const SCALE_COUNT = 9;
export interface SeriesState {
  /** Start of the period of the newest point, milliseconds since the epoch; older points are ignored. */
  readonly lastAt: number;
  /** Points ever seen, and those that fell into the open hour. */
  readonly count: number;
  readonly hourCount: number;
  /** Largest distance from the level in the open hour. */
  readonly hourPeak: number;
  /** Points of the open hour that may teach. */
  readonly hourTaught: number;
  /** Oldest first. */
  readonly recent: readonly number[];
  /** Periods that passed without a point just before the newest, and the running share of such periods. */
  readonly gap: number;
  readonly gapShare: number;
  /** The same value repeated, in points, and the running share of repeats. */
  readonly flatRun: number;
  readonly repeatShare: number;
  /** Running 90 % quantiles of the absolute residuals. */
  readonly scales: readonly number[];
  /** Running means of the scaled residual. */
  readonly momentum: readonly [fast: number, slow: number];
  /** What the series is usually at, and how far from it nine of ten points stay: the ground of thresholds. */
  readonly level: number;
  readonly spread: number;
  readonly loadBands: readonly LoadBand[];
  readonly memory: HourlyMemory;
}

/** How a point is to be taken in. */
export interface Teaching extends LoadBandLearning {
  /** False while an incident is open: its points must not become what is usual (B29). */
  readonly isTeaching: boolean;
  /** Index of the present load band; absent when the load is unknown. */
  readonly loadBand?: number | undefined;
}

/** The level follows the median of this many points, so that single outliers never reach it. */
const LEVEL_WINDOW = 15;
/** Memory of the running shares of gaps and repeats, in points. */
const SHARE_MEMORY = 180;

/** The state after the first point of a series. */
export function createSeries(atMs: number, value: number): SeriesState {
  const first = roundToPacked(value, 'long');
  return {
    lastAt: atMs,
    count: 1,
    hourCount: 1,
    hourPeak: 0,
    hourTaught: 0,
    recent: [first],
    gap: 0,
    gapShare: 0,
    flatRun: 0,
    repeatShare: 0,
    scales: new Array<number>(SCALE_COUNT).fill(0),
    momentum: [0, 0],
    level: first,
    spread: 0,
    loadBands: [],
    memory: createHourlyMemory(atMs),
  };
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** The state with the point taken into the raw history, before anything is learned from it. */
export function appendPoint(state: SeriesState, { at, value }: Point, periodSeconds: number): SeriesState {
  const rounded = roundToPacked(value, 'long');
  const closed = closeHourIfPassed(state, at);
  const periods = Math.max(1, Math.round((at - state.lastAt) / (periodSeconds * 1000)));
  const isRepeat = rounded === state.recent[state.recent.length - 1];
  const recent =
    state.recent.length < RECENT_POINTS ? state.recent.slice() : state.recent.slice(1 - RECENT_POINTS);
  recent.push(rounded);
  return {
    ...closed,
    lastAt: at,
    count: state.count + 1,
    hourCount: closed.hourCount + 1,
    recent,
    gap: periods - 1,
    gapShare: share(state.gapShare, (periods - 1) / periods),
    flatRun: isRepeat ? state.flatRun + 1 : 0,
    repeatShare: share(state.repeatShare, isRepeat ? 1 : 0),
  };
}

function share(current: number, sample: number): number {
  return roundToPacked(current + (sample - current) / SHARE_MEMORY, 'long');
}

function closeHourIfPassed(state: SeriesState, atMs: number): SeriesState {
  const hour = Math.floor(hoursOf(atMs));
  if (hour <= state.memory.openHour) return state;
  return {
    ...state,
    hourCount: 0,
    hourPeak: 0,
    hourTaught: 0,
    memory: closeHours(state.memory, summarizeHour(state), hour),
  };
}

/** An hour of which less than half could teach leaves no median. */
function summarizeHour({ recent, hourCount, hourTaught, hourPeak }: SeriesState): HourSummary {
  const span = { from: Math.max(0, recent.length - hourCount), to: recent.length };
  const isTaught = 2 * hourTaught >= hourCount;
  return { median: isTaught ? medianOf(recent, span) : undefined, peak: hourPeak };
}

/** The state that has learned from its newest point. A point of an incident leaves its spike and teaches nothing else. */
export function learnPoint(state: SeriesState, teaching: Teaching): SeriesState {
  const { recent, level, count } = state;
  const value = numberAt(recent, recent.length - 1);
  const distance = Math.abs(value - level);
  const hourPeak = Math.max(state.hourPeak, roundToPacked(distance, 'long'));
  if (!teaching.isTeaching) return { ...state, hourPeak };
  const rate = Math.max(teaching.spreadRate, 1 / count);
  const spread = learnSpread(state.spread, distance, { center: level, rate });
  const goal = medianOf(recent, { from: Math.max(0, recent.length - LEVEL_WINDOW), to: recent.length });
  const largestStep = count <= LEVEL_WINDOW ? Math.abs(goal - level) : teaching.learningRate * spread;
  return {
    ...state,
    hourTaught: state.hourTaught + 1,
    hourPeak,
    spread,
    level: roundToPacked(stepTowards(level, goal, largestStep), 'long'),
    loadBands: learnLoadBand(state.loadBands, { value, present: teaching.loadBand }, teaching),
  };
}
