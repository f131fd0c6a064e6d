// A series that is being fed: the numbers of its state in a form that changes in place. A file is read into one open
// series; the loop opens the stored state of a series for each minute, and stores what it has become.

import { closeHours, type HourlyMemory, type HourSummary, hoursOf } from '#domain/baseline/hourly-memory.ts';
import { type LoadBand, type LoadBandLearning, learnLoadBand } from '#domain/baseline/load-band.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { RecentPoints } from '#domain/baseline/recent-points.ts';
import { stepTowards } from '#domain/baseline/robust.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { learnSpread } from '#domain/baseline/spread.ts';

/** One new point of a series, at the start of its period. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** How a point is to be taken in. */
export interface Teaching extends LoadBandLearning {
  /** False while an incident is open: its points must not become what is usual (B29). */
  readonly isTeaching: boolean;
  /** Index of the present load band; absent when the load is unknown. */
  readonly loadBand?: number | undefined;
}

/** While so few points have come the level is their median, as it is the goal of the level that follows later. */
const LEVEL_WINDOW = 15;
/** Memory of the running share of repeats, in points. */
const SHARE_MEMORY = 180;

/** Its fields mean what those of SeriesState mean. */
export class OpenSeries {
  lastAt: number;
  count: number;
  hourCount: number;
  hourPeak: number;
  hourTaught: number;
  gap: number;
  flatRun: number;
  repeatShare: number;
  momentum: number;
  excessShares: SeriesState['excessShares'];
  sinceExcess: number;
  level: number;
  spread: number;
  loadBands: readonly LoadBand[];
  memory: HourlyMemory;
  readonly scales: number[];
  /** What the state calls `recent`. */
  readonly points: RecentPoints;

  /** Opens a state, which stays as it is. The points may be those of a series that is open no more. */
  constructor(state: SeriesState, points = new RecentPoints()) {
    this.lastAt = state.lastAt;
    this.count = state.count;
    this.hourCount = state.hourCount;
    this.hourPeak = state.hourPeak;
    this.hourTaught = state.hourTaught;
    this.gap = state.gap;
    this.flatRun = state.flatRun;
    this.repeatShare = state.repeatShare;
    this.momentum = state.momentum;
    this.excessShares = state.excessShares;
    this.sinceExcess = state.sinceExcess;
    this.level = state.level;
    this.spread = state.spread;
    this.loadBands = state.loadBands;
    this.memory = state.memory;
    this.scales = state.scales.slice();
    this.points = points;
    points.load(state.recent);
  }

  /** The state it has come to: plain JSON that later points do not change. */
  state(): SeriesState {
    return {
      lastAt: this.lastAt,
      count: this.count,
      hourCount: this.hourCount,
      hourPeak: this.hourPeak,
      hourTaught: this.hourTaught,
      recent: this.points.toArray(),
      gap: this.gap,
      flatRun: this.flatRun,
      repeatShare: this.repeatShare,
      scales: this.scales.slice(),
      momentum: this.momentum,
      excessShares: this.excessShares,
      sinceExcess: this.sinceExcess,
      level: this.level,
      spread: this.spread,
      loadBands: this.loadBands,
      memory: this.memory,
    };
  }

  /** Takes a later point into the raw history, before anything is learned from it. */
  append({ at, value }: Point, periodSeconds: number): void {
    const rounded = roundToPacked(value, 'long');
    this.closeHourIfPassed(at);
    const periods = Math.max(1, Math.round((at - this.lastAt) / (periodSeconds * 1000)));
    const isRepeat = rounded === this.points.newest();
    this.points.push(rounded);
    this.lastAt = at;
    this.count++;
    this.hourCount++;
    this.gap = periods - 1;
    this.flatRun = isRepeat ? this.flatRun + 1 : 0;
    const step = ((isRepeat ? 1 : 0) - this.repeatShare) / SHARE_MEMORY;
    this.repeatShare = roundToPacked(this.repeatShare + step, 'long');
  }

  private closeHourIfPassed(atMs: number): void {
    const hour = Math.floor(hoursOf(atMs));
    if (hour <= this.memory.openHour) return;
    this.memory = closeHours(this.memory, this.summarizeHour(), hour);
    this.hourCount = 0;
    this.hourPeak = 0;
    this.hourTaught = 0;
  }

  /** An hour of which less than half could teach leaves no median. */
  private summarizeHour(): HourSummary {
    const isTaught = 2 * this.hourTaught >= this.hourCount;
    return { median: isTaught ? this.points.medianOfLast(this.hourCount) : undefined, peak: this.hourPeak };
  }

  /** Learns from the newest point. One of an incident leaves its spike and teaches nothing else. */
  learn(teaching: Teaching): void {
    const { level, count } = this;
    const value = this.points.newest();
    const distance = Math.abs(value - level);
    this.hourPeak = Math.max(this.hourPeak, roundToPacked(distance, 'long'));
    if (!teaching.isTeaching) return;
    this.hourTaught++;
    const rate = Math.max(teaching.spreadRate, 1 / count);
    this.spread = learnSpread(this.spread, distance, { center: level, rate });
    const goal = this.points.last15.value;
    const largestStep = count <= LEVEL_WINDOW ? Math.abs(goal - level) : teaching.learningRate * this.spread;
    this.level = roundToPacked(stepTowards(level, goal, largestStep), 'long');
    this.loadBands = learnLoadBand(this.loadBands, { value, present: teaching.loadBand }, teaching);
  }
}
