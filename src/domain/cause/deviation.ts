// How far a measure left its usual course at an onset, in usual steps: robust, with a floor under the spread, because a
// spread of zero is common, and capped, because beyond some point more is not more evidence.

import { clamp, medianOf, quantileOf } from '#domain/baseline/robust.ts';
import type { Course, Measure } from '#domain/cause/component.ts';
import { classifyMetric, type Harm, type MetricKind } from '#domain/cause/metric-kind.ts';
import { furthestLevel, knownValues, levelBefore, type StepSpans, stepSpans } from '#domain/cause/step.ts';
import type { Instant } from '#domain/ids.ts';

/** More usual steps than this are no stronger evidence. */
export const DEVIATION_CAP = 20;
/** 95 of 100 usual steps are within 1.96 standard deviations; the distance of the quartiles is 1.349 of them. */
const STEP_SHARE = 0.95;
const STEP_SIGMAS = 1.96;
const QUARTILE_SIGMAS = 1.349;
/** Normal values with which a spread is believed in full; fewer weaken what rests on it. */
const ENOUGH_NORMAL = 24;
/** The least spread of a kind, as a share of its usual level. */
const RELATIVE_FLOORS: Readonly<Record<MetricKind, number>> = {
  latency: 0.08,
  waiting: 0.08,
  errors: 0.002,
  traffic: 0.08,
  cpu: 0.1,
  memory: 0.04,
  network: 0.1,
  host: 0.05,
  other: 0.1,
};
/** Share of requests that fail without anybody minding; the noise of a success rate is that of so rare an event, or rarer
 * where few requests prove it (Laplace's rule of succession). */
const RARE_FAILURE = 0.01;
/** Percent and shares are told apart by their size. */
const LARGEST_SHARE = 1.5;

/** What is usual of a measure. */
export interface NormalCourse {
  readonly level: number;
  /** A usual distance from the level, and a usual step. */
  readonly spread: number;
  readonly step: number;
  /** 0 to 1: how well it is known. */
  readonly trust: number;
}

/** A measure with what is known of it before any onset is looked at. */
export interface Profile {
  readonly measure: Measure;
  readonly kind: MetricKind;
  readonly harm: Harm;
  readonly normal: NormalCourse;
  readonly spans: StepSpans;
}

/** How a measure moved at an onset. */
export interface Deviation {
  readonly profile: Profile;
  /** What it would have been, and what it was. */
  readonly expected: number;
  readonly seen: number;
  /** In usual steps, signed, at most DEVIATION_CAP. */
  readonly steps: number;
  /** From the normal level, in usual spreads, signed and capped likewise. */
  readonly drift: number;
  /** When the level that lasted began. */
  readonly startedAt: Instant;
}

/** What is usual of a measure. `requests` is the usual traffic of its component per point, where that is known. */
export function profileMeasure(
  measure: Measure,
  { periodSeconds, requests }: { readonly periodSeconds: number; readonly requests: number | undefined },
): Profile {
  const { kind, harm } = classifyMetric(measure.metric);
  const spans = stepSpans(periodSeconds);
  return {
    measure,
    kind,
    harm,
    spans,
    normal: normalCourse(measure.normal, { kind, harm, spans, requests }),
  };
}

interface NormalContext {
  readonly kind: MetricKind;
  readonly harm: Harm;
  readonly spans: StepSpans;
  readonly requests: number | undefined;
}

function normalCourse(course: Course, context: NormalContext): NormalCourse {
  const { kind, requests } = context;
  const values = knownValues(course, 0, course.values.length);
  const level = medianOf(values);
  const floor = floorOf(level, { kind, requests, isCount: values.every(Number.isInteger) });
  const quartiles = quantileOf(values, 0.75) - quantileOf(values, 0.25);
  return {
    level,
    spread: Math.max(quartiles / QUARTILE_SIGMAS, floor),
    step: Math.max(quantileOf(usualSteps(course, context), STEP_SHARE) / STEP_SIGMAS, floor),
    trust: Math.min(1, values.length / ENOUGH_NORMAL),
  };
}

/** The steps that a course takes all the time, measured like the one at an onset. */
function usualSteps(course: Course, { spans, harm }: NormalContext): readonly number[] {
  const steps: number[] = [];
  const width = spans.after + 1;
  for (let index = spans.before; index + width <= course.values.length; index += 2) {
    const reference = levelBefore(course, index, { spans, harm });
    if (reference === undefined) continue;
    const level = furthestLevel(course, { from: index, to: index + width }, { reference, spans });
    if (level) steps.push(Math.abs(level.value - reference));
  }
  return steps;
}

interface FloorContext {
  readonly kind: MetricKind;
  readonly requests: number | undefined;
  readonly isCount: boolean;
}

/** The least spread to believe in: a part of the level, and what counting alone makes of it (Poisson, binomial). */
function floorOf(level: number, { kind, requests, isCount }: FloorContext): number {
  const relative = Math.abs(level) * RELATIVE_FLOORS[kind];
  if (kind === 'traffic') return Math.max(relative, isCount ? Math.sqrt(Math.max(1, level)) : 0.1 * level);
  if (kind !== 'errors') return Math.max(relative, Number.EPSILON);
  if (isCount && level <= LARGEST_SHARE) return Math.max(relative, 1);
  const whole = level > LARGEST_SHARE ? 100 : 1;
  const count = Math.max(1, requests ?? 1);
  const share = clamp(((level / whole) * count + 1) / (count + 2), RARE_FAILURE, 1 - RARE_FAILURE);
  const counting = Math.sqrt((share * (1 - share)) / count);
  return Math.max(relative, whole * counting);
}

/** How a measure moved in `[from, to)` of its course; undefined where nothing lasting was seen. */
export function deviate(
  profile: Profile,
  { before, from, to }: { readonly before: number; readonly from: number; readonly to: number },
): Deviation | undefined {
  const { measure, normal, spans } = profile;
  const earlier = levelBefore(measure.seen, before, { spans, harm: profile.harm });
  const reference = earlier ?? normal.level;
  const level = furthestLevel(measure.seen, { from, to }, { reference, spans });
  const startedAt = level && measure.seen.stamps[level.index];
  if (!level || startedAt === undefined) return undefined;
  const unit = earlier === undefined ? Math.max(normal.spread, normal.step) : normal.step;
  return {
    profile,
    expected: reference,
    seen: level.value,
    steps: capped((normal.trust * (level.value - reference)) / unit),
    drift: capped((normal.trust * (level.value - normal.level)) / normal.spread),
    startedAt,
  };
}

function capped(steps: number): number {
  // Plus zero: nothing is seen to move in no direction.
  return clamp(steps, -DEVIATION_CAP, DEVIATION_CAP) + 0;
}

/** How much harm a deviation is evidence of, in usual steps: in its harmful direction, or in both where both may be. */
export function harmOf({ profile, steps }: Deviation): number {
  if (profile.harm === 'both') return Math.abs(steps);
  return Math.max(0, profile.harm === 'up' ? steps : -steps);
}
