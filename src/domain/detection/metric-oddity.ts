// How odd the newest value of one metric is in its own terms: against the same time of earlier days, against how far from
// those it was a point ago, and against the last few values. From these a service's metrics are judged together.

import { DayMemory } from '#domain/baseline/day-memory.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';
import { SampledScale } from '#domain/baseline/sampled-scale.ts';

/** So many values before the newest say where the metric just was. */
const RECENT_VALUES = 5;
/** A distance below this part of the metric's standard deviation is not large, however still the metric usually is. */
const DEVIATION_FLOOR = 0.02;
/** Values differ by rounding alone below this part of the mean. */
const ROUNDING_FLOOR = 1e-9;
/** Memory of mean and variance, in points: a week at five minutes. */
const SPREAD_MEMORY = 2016;

export class MetricOddity {
  /** Distances in large distances of the past, with their sign; NaN where not known, as after a missing value. */
  fromDays = Number.NaN;
  step = Number.NaN;
  fromRecent = Number.NaN;
  private readonly memory: DayMemory;
  private readonly dayScale = new SampledScale();
  private readonly stepScale = new SampledScale();
  private readonly recentScale = new SampledScale();
  private readonly recent = new Float64Array(RECENT_VALUES);
  private count = 0;
  private lastValue = Number.NaN;
  private lastFromDays = Number.NaN;
  private mean = 0;
  private variance = 0;

  constructor(periodSeconds: number) {
    this.memory = new DayMemory(periodSeconds);
  }

  /** Judges a value by what was learned before it, and learns from it. */
  take(at: number, value: number): void {
    const fromDays = this.memory.distanceOf(at, value);
    const beyondDays = fromDays - this.lastFromDays;
    // Without earlier days a plain step has to do.
    const step = Number.isNaN(beyondDays) ? value - this.lastValue : beyondDays;
    const fromRecent = value - this.recentMedian(value);
    this.judge(fromDays, step, fromRecent);
    this.dayScale.take(fromDays);
    this.stepScale.take(step);
    this.recentScale.take(fromRecent);
    this.remember(at, value);
    this.lastFromDays = fromDays;
  }

  /** For a point at which the metric has no value. */
  skip(): void {
    this.fromDays = Number.NaN;
    this.step = Number.NaN;
    this.fromRecent = Number.NaN;
  }

  private judge(fromDays: number, step: number, fromRecent: number): void {
    const floor = DEVIATION_FLOOR * Math.sqrt(this.variance) + ROUNDING_FLOOR * Math.abs(this.mean);
    this.fromDays = this.dayScale.ratioOf(fromDays, floor);
    this.step = this.stepScale.ratioOf(step, floor);
    this.fromRecent = this.recentScale.ratioOf(fromRecent, floor);
  }

  private recentMedian(value: number): number {
    if (this.count === 0) return value;
    return medianOfFloats(this.recent, { from: 0, to: Math.min(this.count, RECENT_VALUES) });
  }

  private remember(at: number, value: number): void {
    this.memory.take(at, value);
    this.recent[this.count % RECENT_VALUES] = value;
    this.lastValue = value;
    this.count++;
    const share = Math.max(1 / this.count, 1 / SPREAD_MEMORY);
    const distance = value - this.mean;
    this.mean += share * distance;
    this.variance = (1 - share) * (this.variance + share * distance * distance);
  }
}
