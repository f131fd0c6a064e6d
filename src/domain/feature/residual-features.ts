// How far a point is from what the points before it, and the same time of earlier days, lead to expect.

import { expectedFromDay, hoursOf, weekSlotAt } from '#domain/baseline/hourly-memory.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import { compress, type PointView, SCALE } from '#domain/feature/point-view.ts';

/** Days back that are looked at: the last three, and the same day of the week. */
const DAYS = [1, 2, 3, 7] as const;
/** Sparser series than two points an hour are compared with the hour itself, denser ones with the line between hours. */
const INTERPOLATED_BELOW_SECONDS = 1800;

/** Raw distances to the known ones of `DAYS` (undefined where a day is not known), and to the hour of the week. */
export interface SlotResiduals {
  readonly days: readonly (number | undefined)[];
  readonly week: number | undefined;
}

/** Distances of the newest point from what the same time of earlier days leads to expect. */
export function slotResidualsOf({ state, now }: PointView, periodSeconds: number): SlotResiduals {
  const hours = hoursOf(state.lastAt);
  const isInterpolated = periodSeconds < INTERPOLATED_BELOW_SECONDS;
  const days = DAYS.map((day) => {
    const expected = expectedFromDay(state.memory, day, { hours, isInterpolated });
    return expected === undefined ? undefined : now - expected;
  });
  const slot = weekSlotAt(state.memory, Math.floor(hours));
  return { days, week: slot && now - slot.center };
}

/** `residual-5` to `week-slot`. What is not known is 0: no deviation is claimed. */
export function residualFeatures(
  { now, medians, scales }: PointView,
  { days, week }: SlotResiduals,
): number[] {
  const features: number[] = [];
  for (let i = 0; i < medians.length; i++)
    features.push(compress(now - numberAt(medians, i), numberAt(scales, i)));
  const dayScale = numberAt(scales, SCALE.day);
  const known: number[] = [];
  for (const residual of days) {
    features.push(compress(residual ?? 0, dayScale));
    if (residual !== undefined) known.push(residual);
  }
  features.push(
    compress(smallestOf(known), dayScale),
    compress(medianOf(known), dayScale),
    known.length / DAYS.length,
    compress(week ?? 0, numberAt(scales, SCALE.week)),
  );
  return features;
}

/** The residual that is nearest to 0, and 0 when there is none: a point that is like any earlier day is no news. */
function smallestOf(residuals: readonly number[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const residual of residuals) if (Math.abs(residual) < Math.abs(smallest)) smallest = residual;
  return residuals.length === 0 ? 0 : smallest;
}
