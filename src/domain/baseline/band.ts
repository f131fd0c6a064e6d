// The band in which a value is usual now. Three contexts speak: the level of late, the same hour of earlier weeks, and
// the same load. A value is unusual only when it is outside of all that speak (M38), and past the indicator's margins.

import { hoursOf, weekSlotAt } from '#domain/baseline/hourly-memory.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { SETTLED_POINTS } from '#domain/baseline/spread.ts';

export interface Band {
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  /** The usual spread: the distance to either edge is `width` of these. */
  readonly spreadBelow: number;
  readonly spreadAbove: number;
}

/** What a band must at least leave room for, in the series' own unit. */
export interface BandRule {
  /** Spreads to each side. */
  readonly width: number;
  readonly relativeMargin: number;
  readonly absoluteMargin: number;
  /** What is expected before anything was seen. */
  readonly prior?: number | undefined;
  readonly loadBand?: number | undefined;
}

/** With fewer points a series has shown too little to be judged by, unless there is a prior. */
export const FIRST_JUDGED_POINTS = 10;
/** The spread that is presumed at first, as a part of the level; it shrinks to nothing as points come in. */
const PRESUMED_SPREAD = 0.3;
/** A load band that was seen less has no say. */
const LOAD_BAND_POINTS = 30;
/** Room beyond the largest distance seen in this hour of earlier weeks. */
const EXCURSION_ROOM = 1.2;

/** What of a series its band stands on: of its state as of one that is open. */
export type BandGround = Pick<SeriesState, 'lastAt' | 'count' | 'level' | 'spread' | 'loadBands' | 'memory'>;

interface Context {
  readonly center: number;
  readonly reach: number;
}

/** The band for the newest point, from what was learned before it; undefined while nothing can be said. */
export function bandOf(state: BandGround, rule: BandRule): Band | undefined {
  const contexts = contextsOf(state, rule);
  if (contexts.length === 0) return undefined;
  const expected = medianOf(contexts.map(({ center }) => center));
  const margin = Math.max(rule.absoluteMargin, rule.relativeMargin * Math.abs(expected));
  let lower = expected - margin;
  let upper = expected + margin;
  for (const { center, reach } of contexts) {
    lower = Math.min(lower, center - reach);
    upper = Math.max(upper, center + reach);
  }
  const least = Number.EPSILON * (1 + Math.abs(expected));
  return {
    expected,
    lower,
    upper,
    spreadBelow: Math.max((expected - lower) / rule.width, least),
    spreadAbove: Math.max((upper - expected) / rule.width, least),
  };
}

function contextsOf(state: BandGround, { width, prior, loadBand }: BandRule): Context[] {
  const contexts: Context[] = [];
  const seenBefore = state.count - 1;
  if (seenBefore >= FIRST_JUDGED_POINTS) {
    const presumed = PRESUMED_SPREAD * Math.abs(state.level) * Math.max(0, 1 - seenBefore / SETTLED_POINTS);
    contexts.push({ center: state.level, reach: width * Math.max(state.spread, presumed) });
  } else if (prior !== undefined) {
    contexts.push({ center: prior, reach: 0 });
  }
  const slot = weekSlotAt(state.memory, Math.floor(hoursOf(state.lastAt)));
  if (slot) contexts.push({ center: slot.center, reach: EXCURSION_ROOM * slot.excursion });
  const load = loadBand === undefined ? undefined : state.loadBands[loadBand];
  if (load && load.count >= LOAD_BAND_POINTS)
    contexts.push({ center: load.center, reach: width * load.spread });
  return contexts;
}

/** How far a value is from what was expected, in usual spreads; negative below. The band's edges are at its width. */
export function deviationFrom(band: Band, value: number): number {
  const distance = value - band.expected;
  return distance < 0 ? distance / band.spreadBelow : distance / band.spreadAbove;
}
