// How odd the newest value of one metric is, in its own terms: against the same time of earlier days, against how that
// distance was a point ago, and against the last few values. One part of the joint score of a service.

import { DayMemory } from '#domain/baseline/day-memory.ts';
import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';
import { SampledScale } from '#domain/baseline/sampled-scale.ts';

export const P = { cap: 5, floor: 0.02, fbStep: 1, learnCap: 0 };

const SHORT = 5;

export class MetricOddity {
  /** In large distances; NaN where not known. */
  day = Number.NaN;
  step = Number.NaN;
  /** With its sign. */
  short = Number.NaN;
  private readonly memory: DayMemory;
  private readonly dayScale = new SampledScale();
  private readonly stepScale = new SampledScale();
  private readonly shortScale = new SampledScale();
  private readonly recent = new Float64Array(SHORT);
  private count = 0;
  private lastDay = Number.NaN;
  private last = Number.NaN;
  private mean = 0;
  private variance = 0;

  constructor(periodSeconds: number) {
    this.memory = new DayMemory(periodSeconds);
  }

  take(at: number, value: number): void {
    const floor = P.floor * Math.sqrt(this.variance) + 1e-9 * Math.abs(this.mean);
    const day = this.memory.distanceFrom(at, value);
    let step = day - this.lastDay;
    if (Number.isNaN(step)) step = value - this.last;
    const n = Math.min(this.count, SHORT);
    const short = n === 0 ? 0 : value - medianOfFloats(this.recent, { from: 0, to: n });
    this.day = ratio(day, this.dayScale, floor);
    this.step = ratio(step, this.stepScale, floor);
    this.short = ratio(short, this.shortScale, floor);
    if (!Number.isNaN(day)) this.dayScale.take(Math.abs(day));
    if (!Number.isNaN(step)) this.stepScale.take(Math.abs(step));
    this.shortScale.take(Math.abs(short));
    this.memory.take(at, value);
    this.recent[this.count % SHORT] = value;
    this.count++;
    this.lastDay = day;
    this.last = value;
    const alpha = Math.max(1 / this.count, 1 / 2016);
    const d = value - this.mean;
    this.mean += alpha * d;
    this.variance = (1 - alpha) * (this.variance + alpha * d * d);
  }
  skip() { this.day = this.step = this.short = Number.NaN; }
}
function ratio(distance: number, scale: SampledScale, floor: number): number {
  if (scale.value === undefined || Number.isNaN(distance)) return Number.NaN;
  const unit = Math.max(scale.value, floor);
  if (distance === 0) return 0;
  const r = Math.min(Math.abs(distance) / unit, 20);
  return distance < 0 ? -r : r;
}
