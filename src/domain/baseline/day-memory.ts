// What a metric was at each time of the last seven days, in constant space: the means of slots of five minutes or more.
// Finer than the hourly memory, for judging metrics together, where small odd moves of many count.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';

/** Days back that are looked at: the last three, and the same day of the week. */
const DAYS = [1, 2, 3, 7] as const;
const DAYS_KEPT = 7;
const SECONDS_PER_DAY = 86_400;
/** Finer series are kept in slots of this length. */
const FINEST_SLOT_SECONDS = 300;
/** A day back is read as the median of the slots so far around, because no two days are alike to the minute. */
const AROUND_SECONDS = 900;

export class DayMemory {
  private readonly slotMs: number;
  private readonly slotsPerDay: number;
  private readonly around: number;
  private readonly means: Float64Array;
  private readonly window: Float64Array;
  private openSlot = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private count = 0;

  constructor(periodSeconds: number) {
    const slotSeconds = Math.max(periodSeconds, FINEST_SLOT_SECONDS);
    this.slotMs = slotSeconds * 1000;
    this.slotsPerDay = Math.max(1, Math.round(SECONDS_PER_DAY / slotSeconds));
    this.around = Math.floor(AROUND_SECONDS / slotSeconds);
    this.means = new Float64Array(DAYS_KEPT * this.slotsPerDay + this.around + 1).fill(Number.NaN);
    this.window = new Float64Array(2 * this.around + 1);
  }

  /** The distance of a value from the day that is most like it at this time; NaN where no day is known. */
  distanceFrom(at: number, value: number): number {
    const slot = Math.floor(at / this.slotMs);
    let closest = Number.NaN;
    for (const days of DAYS) {
      const distance = value - this.around_(slot - days * this.slotsPerDay);
      if (!(Math.abs(distance) >= Math.abs(closest))) closest = Number.isNaN(distance) ? closest : distance;
    }
    return closest;
  }

  private around_(slot: number): number {
    let known = 0;
    for (let i = slot - this.around; i <= slot + this.around; i++) {
      const mean = this.meanOf(i);
      if (!Number.isNaN(mean)) this.window[known++] = mean;
    }
    return known === 0 ? Number.NaN : medianOfFloats(this.window, { from: 0, to: known });
  }

  private meanOf(slot: number): number {
    if (slot >= this.openSlot || slot < this.openSlot - this.means.length) return Number.NaN;
    return floatAt(this.means, slot % this.means.length);
  }

  /** Takes a value that is not older than the one before. */
  take(at: number, value: number): void {
    const slot = Math.floor(at / this.slotMs);
    if (slot !== this.openSlot) this.close(slot);
    this.sum += value;
    this.count++;
  }

  private close(next: number): void {
    const length = this.means.length;
    if (this.count > 0) this.means[this.openSlot % length] = this.sum / this.count;
    const firstEmpty = Math.max(this.openSlot + 1, next - length);
    for (let slot = firstEmpty; slot < next; slot++) this.means[slot % length] = Number.NaN;
    this.openSlot = next;
    this.sum = 0;
    this.count = 0;
  }
}
