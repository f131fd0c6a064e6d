// What the last minutes before earlier incidents looked like, in constant memory (M53): when the present looks the same,
// the nearest of them is named, so that a person can judge whether history repeats itself.

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import { IncidentId, Instant } from '#domain/ids.ts';

/** Windows that are kept; beyond that the oldest is forgotten. */
const MOST_PRECURSORS = 16;
/** Points of a window, after averaging: enough for a shape, few enough to compare many. */
export const PRECURSOR_POINTS = 12;
/** Windows whose shapes correlate less are not alike. */
const LEAST_LIKENESS = 0.9;
/** Three decimals of a shape are kept: for a correlation that is plenty, and a third of the size. */
const KEPT_STEPS = 1000;
/** A window without any movement has no shape. */
const LEAST_SPREAD = 1e-9;

/** The shape of a metric before an incident: mean 0, length 1, to three decimals. */
export const Precursor = z.readonly(
  z.object({ incidentId: IncidentId, beganAt: Instant, shape: z.readonly(z.array(z.number())) }),
);
export type Precursor = z.infer<typeof Precursor>;

export interface PrecursorMatch {
  readonly precursor: Precursor;
  /** Correlation of the shapes, 0.9 to 1. */
  readonly likeness: number;
}

/** The memory with one more window, of the points before an incident, oldest first; a flat window has nothing to remember. */
export function rememberPrecursor(
  memory: readonly Precursor[],
  incident: Pick<Precursor, 'incidentId' | 'beganAt'>,
  window: readonly number[],
): readonly Precursor[] {
  const shape = shapeOf(window);
  if (!shape) return memory;
  const kept = shape.map((value) => Math.round(value * KEPT_STEPS) / KEPT_STEPS);
  return [...memory, { ...incident, shape: kept }].slice(-MOST_PRECURSORS);
}

/** The window before an earlier incident that the present one is most like; undefined when it is like none. */
export function findPrecursor(
  memory: readonly Precursor[],
  window: readonly number[],
): PrecursorMatch | undefined {
  const shape = shapeOf(window);
  if (!shape) return undefined;
  let nearest: PrecursorMatch | undefined;
  for (const precursor of memory) {
    const likeness = productOf(shape, precursor.shape);
    if (likeness >= LEAST_LIKENESS && likeness > (nearest?.likeness ?? 0)) nearest = { precursor, likeness };
  }
  return nearest;
}

function shapeOf(window: readonly number[]): readonly number[] | undefined {
  if (window.length < PRECURSOR_POINTS) return undefined;
  const means = Array.from({ length: PRECURSOR_POINTS }, (_, index) => {
    const part = window.slice(
      Math.floor((index * window.length) / PRECURSOR_POINTS),
      Math.floor(((index + 1) * window.length) / PRECURSOR_POINTS),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / PRECURSOR_POINTS;
  const centred = means.map((value) => value - mean);
  const length = Math.sqrt(productOf(centred, centred));
  return length < LEAST_SPREAD * (1 + Math.abs(mean)) ? undefined : centred.map((value) => value / length);
}

function productOf(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * numberAt(other, index), 0);
}
