// A step in a course: how far the values of some minutes lie from those just before. Sustained values count, not single
// ones, because the spikes of rarely called components are no news; and the step counts, not only the distance to a
// normal period, because normal may be weeks old.

import { quantileOf } from '#domain/baseline/robust.ts';
import type { Course } from '#domain/cause/component.ts';
import type { Harm } from '#domain/cause/metric-kind.ts';
import type { Instant } from '#domain/ids.ts';

/** Minutes before a moment whose median is what came before it. */
const BEFORE_SECONDS = 900;
/** Trouble has to last so long to count; at least two points. */
const SUSTAINED_SECONDS = 180;
const FEWEST_SUSTAINED = 2;
/** Later than this after the onset what is seen is aftermath, and often already another incident. */
const LATEST_SECONDS = 360;
/** Points looked at after the onset however far apart they are. */
const FEWEST_AFTER = 3;

const QUIET_SHARES: Readonly<Record<Harm, number>> = { up: 0.25, down: 0.75, both: 0.5 };

/** Lengths in points, for one distance of points. */
export interface StepSpans {
  readonly before: number;
  readonly sustained: number;
  readonly after: number;
}

/** The lengths to look at for points so far apart. */
export function stepSpans(periodSeconds: number): StepSpans {
  return {
    before: Math.max(1, Math.round(BEFORE_SECONDS / periodSeconds)),
    sustained: Math.max(FEWEST_SUSTAINED, Math.round(SUSTAINED_SECONDS / periodSeconds)),
    after: Math.max(FEWEST_AFTER, Math.round(LATEST_SECONDS / periodSeconds)),
  };
}

/** The parts of a course that an onset divides it into, as indexes: `[0, before)`, and `[from, to)` after it. */
export interface Division {
  readonly before: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where an onset divides a course. Stamps are starts of periods in some recordings and ends in others, so the points
 * within one period of the onset belong to what came after, and are held to be no proof of what came before.
 */
export function divideAt(
  stamps: readonly Instant[],
  onsetAt: Instant,
  { periodSeconds, spans }: { readonly periodSeconds: number; readonly spans: StepSpans },
): Division {
  const periodMs = periodSeconds * 1000;
  const first = stamps.findIndex((at) => at > onsetAt - periodMs);
  const from = first === -1 ? stamps.length : first;
  return { before: from, from, to: Math.min(stamps.length, from + spans.after + 1) };
}

/** The known values of a part of a course. */
export function knownValues({ values }: Course, from: number, to: number): number[] {
  const known: number[] = [];
  for (let index = Math.max(0, from); index < Math.min(values.length, to); index++) {
    const value = values[index];
    if (value !== undefined) known.push(value);
  }
  return known;
}

/**
 * The level of the known values just before an index; undefined when there is none. Of a metric that is harmful in one
 * direction the quartile on the harmless side: trouble seldom comes alone, and its last bout must not pass for normal.
 */
export function levelBefore(
  course: Course,
  index: number,
  { spans, harm }: { readonly spans: StepSpans; readonly harm: Harm },
): number | undefined {
  const known = knownValues(course, index - spans.before, index);
  return known.length === 0 ? undefined : quantileOf(known, QUIET_SHARES[harm]);
}

/** A level that lasted, and the index of the point that it began with. */
export interface SustainedLevel {
  readonly value: number;
  readonly index: number;
}

/**
 * The level of the run of `sustained` points in `[from, to)` that lies furthest from `reference`: of each run the median,
 * by distance the lower one of two, so that one spike is none. Undefined where nothing is known.
 */
export function furthestLevel(
  course: Course,
  { from, to }: { readonly from: number; readonly to: number },
  { reference, spans }: { readonly reference: number; readonly spans: StepSpans },
): SustainedLevel | undefined {
  let furthest: SustainedLevel | undefined;
  const lastStart = Math.max(from, to - spans.sustained);
  for (let index = from; index <= lastStart; index++) {
    const value = calmest(knownValues(course, index, index + spans.sustained), reference);
    if (value === undefined) continue;
    const isFurther =
      furthest === undefined || Math.abs(value - reference) > Math.abs(furthest.value - reference);
    if (isFurther) furthest = { value, index };
  }
  return furthest;
}

/** The value in the middle by distance from the reference, the nearer one of two; one value alone does not last. */
function calmest(values: readonly number[], reference: number): number | undefined {
  if (values.length < FEWEST_SUSTAINED) return undefined;
  const byDistance = values.toSorted((a, b) => Math.abs(a - reference) - Math.abs(b - reference));
  return byDistance[Math.floor((byDistance.length - 1) / 2)];
}
