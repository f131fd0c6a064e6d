// What a metric was at each time of the last seven days, in constant space: means of slots of five minutes or more. Finer
// than the hourly memory, for judging metrics together, where small odd moves of many of them count.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';

/** Days back that are looked at: the last three, and the same day of the week. */
const DAYS = [1, 2, 3, 7] as const;
const DAYS_KEPT = 7;
const SECONDS_PER_DAY = 86_400;
/** Finer series are kept in slots of this length. */
const FINEST_SLOT_SECONDS = 300;
/** A day back is the median of its slots so far around this time, because no two days are alike to the minute. */
const AROUND_SECONDS = 900;

export class DayMemory {
  private readonly slotMs: number;
  private readonly slotsPerDay: number;
  private readonly around: number;
  /** A ring of slots; NaN where a slot had no value. */
  private readonly means: Float64Array;
  private readonly nearby: Float64Array;
  private openSlot = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private count = 0;

  constructor(periodSeconds: number) {
    const slotSeconds = Math.max(periodSeconds, FINEST_SLOT_SECONDS);
    this.slotMs = slotSeconds * 1000;
    this.slotsPerDay = Math.max(1, Math.round(SECONDS_PER_DAY / slotSeconds));
    this.around = Math.floor(AROUND_SECONDS / slotSeconds);
    this.means = new Float64Array(DAYS_KEPT * this.slotsPerDay + this.around + 1).fill(Number.NaN);
    this.nearby = new Float64Array(2 * this.around + 1);
  }

  /** From the day that was most like it at this time: a point that is like any earlier day is no news. NaN without days. */
  distanceOf(at: number, value: number): number {
    const slot = Math.floor(at / this.slotMs);
    let closest = Number.NaN;
    for (const days of DAYS) {
      const distance = value - this.medianAround(slot - days * this.slotsPerDay);
      if (Number.isNaN(distance) || Math.abs(distance) >= Math.abs(closest)) continue;
      closest = distance;
    }
    return closest;
  }

  private medianAround(slot: number): number {
    let known = 0;
    for (let i = slot - this.around; i <= slot + this.around; i++) {
      const mean = this.meanOf(i);
      if (!Number.isNaN(mean)) this.nearby[known++] = mean;
    }
    return known === 0 ? Number.NaN : medianOfFloats(this.nearby, { from: 0, to: known });
  }

  private meanOf(slot: number): number {
    const isKept = slot < this.openSlot && slot >= this.openSlot - this.means.length;
    return isKept ? floatAt(this.means, this.indexOf(slot)) : Number.NaN;
  }

  /** Takes a value that is no older than the ones before it. */
  take(at: number, value: number): void {
    const slot = Math.floor(at / this.slotMs);
    if (slot !== this.openSlot) this.moveOn(slot);
    this.sum += value;
    this.count++;
  }

  private moveOn(next: number): void {
    if (this.count > 0) this.means[this.indexOf(this.openSlot)] = this.sum / this.count;
    const firstEmpty = Math.max(this.openSlot + 1, next - this.means.length);
    for (let slot = firstEmpty; slot < next; slot++) this.means[this.indexOf(slot)] = Number.NaN;
    this.openSlot = next;
    this.sum = 0;
    this.count = 0;
  }

  private indexOf(slot: number): number {
    const { length } = this.means;
    return ((slot % length) + length) % length;
  }
}
