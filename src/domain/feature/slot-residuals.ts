// How far a point is from what the same time of earlier days, and this hour of the week, lead to expect.

import { expectedFromDay, type HourlyMemory, hoursOf, weekSlotAt } from '#domain/baseline/hourly-memory.ts';
import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';

/** Days back that are looked at: the last three, and the same day of the week. */
export const DAYS_BACK = [1, 2, 3, 7] as const;
/** Sparser series than two points an hour are compared with the hour itself, denser ones with the line between hours. */
export const INTERPOLATED_BELOW_SECONDS = 1800;

/** Distances from what is expected, in the series' unit; NaN where nothing is known to expect. */
export interface SlotResiduals {
  readonly day1: number;
  readonly day2: number;
  /** Of all days that are known: the one nearest to 0 (a point that is like any earlier day is no news), and the median. */
  readonly closest: number;
  readonly median: number;
  /** The share of days that are known. */
  readonly coverage: number;
  readonly week: number;
}

/** The point, and the period of its series. */
export interface SlotPoint {
  readonly at: number;
  readonly value: number;
  readonly periodSeconds: number;
}

/** All days, and the known ones among them. One buffer each for all series. */
const residuals = new Float64Array(DAYS_BACK.length);
const known = new Float64Array(DAYS_BACK.length);

/** Distances of a point from what the hours of its series lead to expect. */
export function slotResidualsOf(
  memory: HourlyMemory,
  { at, value, periodSeconds }: SlotPoint,
): SlotResiduals {
  const hours = hoursOf(at);
  const time = { hours, isInterpolated: periodSeconds < INTERPOLATED_BELOW_SECONDS };
  let count = 0;
  let closest = Number.NaN;
  for (let i = 0; i < DAYS_BACK.length; i++) {
    const expected = expectedFromDay(memory, DAYS_BACK[i] as number, time);
    residuals[i] = expected === undefined ? Number.NaN : value - expected;
    if (expected === undefined) continue;
    const residual = value - expected;
    known[count++] = residual;
    if (!(Math.abs(residual) >= Math.abs(closest))) closest = residual;
  }
  const slot = weekSlotAt(memory, Math.floor(hours));
  return {
    day1: floatAt(residuals, 0),
    day2: floatAt(residuals, 1),
    closest,
    median: count === 0 ? Number.NaN : medianOfFloats(known, { from: 0, to: count }),
    coverage: count / DAYS_BACK.length,
    week: slot ? value - slot.center : Number.NaN,
  };
}
