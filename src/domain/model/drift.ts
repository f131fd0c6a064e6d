// Whether a model still fits the world (M108): how the probabilities that it says have moved since its first days, and
// whether what it was sure of came true. A drifted model goes on detecting; the healer says so, and does nothing
// automatic on its word until it is trained anew.

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import { type ModelOpinion, scoreObservation } from '#domain/detection/judge-minute.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import type { IncidentLabel } from '#domain/feedback/label.ts';
import { type Calibration, compareWithTruth, percent } from '#domain/model/calibration.ts';
import type { Drift, DriftGrade } from '#domain/model/model.ts';

/** The lower edges of the bins of probability but the first: finer where nearly all of them lie. */
const BIN_EDGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75] as const;
export const BIN_COUNT = BIN_EDGES.length + 1;

/** How often a model held which probability likely on one day in UTC. */
export const DailyOpinions = z.readonly(
  z.object({
    /** `2026-11-23`. */
    day: z.string(),
    /** One count for each bin. */
    counts: z.readonly(z.array(z.int())).check(z.length(BIN_COUNT)),
  }),
);
export type DailyOpinions = z.infer<typeof DailyOpinions>;

/** An incident that the model had a part in, and what became of it. */
export interface ForetoldIncident {
  /** The highest probability that it said when the incident was opened. */
  readonly probability: number;
  readonly label: IncidentLabel;
}

/**
 * How often a model held which probability likely in one minute. Habits are not taken off: they would hide that a model
 * has grown noisy.
 */
export function countOpinions(
  { observations }: Pick<MinuteObservation, 'observations'>,
  opinion: ModelOpinion | undefined,
): readonly number[] {
  const bins = observations.flatMap((observation, index) => {
    const scored = scoreObservation(opinion, observation, { logit: opinion?.logits[index], remembered: 0 });
    return scored ? [binOf(scored.probability)] : [];
  });
  return Array.from({ length: BIN_COUNT }, (_, bin) => bins.filter((each) => each === bin).length);
}

function binOf(probability: number): number {
  const above = BIN_EDGES.findIndex((edge) => probability < edge);
  return above === -1 ? BIN_COUNT - 1 : above;
}

/** Counts of the same bins, together. */
export function addCounts(all: readonly (readonly number[])[]): readonly number[] {
  return Array.from({ length: BIN_COUNT }, (_, bin) => sum(all.map((counts) => numberAt(counts, bin))));
}

/** The first days of a deployment are its baselines' own warm-up; the week after them is the reference. */
const WARM_UP_DAYS = 3;
const REFERENCE_END = WARM_UP_DAYS + 7;
/** A weekend alone is no drift: a week is compared with a week. */
const PRESENT_DAYS = 7;
/** Fewer opinions leave most bins to chance. */
const LEAST_OPINIONS = 5000;
/** The usual readings of the index: below .1 stable, above .25 another population. */
const WATCH_INDEX = 0.1;
const DRIFTED_INDEX = 0.25;

export interface DriftFacts {
  /** Oldest first. */
  readonly opinions: readonly DailyOpinions[];
  readonly foretold: readonly ForetoldIncident[];
}

/** The grade of a model's drift: the worse of the two. */
export function gradeDrift({ opinions, foretold }: DriftFacts): Drift {
  const stabilityIndex = indexOfDays(opinions);
  const labelled = foretold.filter(({ label }) => label !== 'unknown');
  const calibration = compareWithTruth(
    labelled.map(({ probability, label }) => ({ probability, came: Number(label === 'trouble') })),
  );
  const grade = worse(gradeIndex(stabilityIndex), calibration?.grade ?? 'none');
  return {
    grade,
    ...(stabilityIndex !== undefined && { stabilityIndex }),
    ...(calibration && { expected: calibration.expected, confirmed: calibration.confirmed }),
    summary: tell(grade, stabilityIndex, calibration),
  };
}

function indexOfDays(opinions: readonly DailyOpinions[]): number | undefined {
  const reference = totalOf(opinions.slice(WARM_UP_DAYS, REFERENCE_END));
  const present = totalOf(opinions.slice(REFERENCE_END).slice(-PRESENT_DAYS));
  const isEnough = [reference, present].every((counts) => sum(counts) >= LEAST_OPINIONS);
  return isEnough ? stabilityIndexOf(reference, present) : undefined;
}

/**
 * The population stability index: the sum over bins of (share now - share then) * ln(share now / share then). Each bin
 * is given half a count, so that an empty one is rare and not impossible. 0 for the same shares, and never less.
 */
export function stabilityIndexOf(then: readonly number[], now: readonly number[]): number {
  const [before, after] = [smoothedShares(then), smoothedShares(now)];
  return before.reduce((index, share, bin) => {
    const present = numberAt(after, bin);
    return index + (present - share) * Math.log(present / share);
  }, 0);
}

const SMOOTHING = 0.5;

function smoothedShares(counts: readonly number[]): readonly number[] {
  const total = sum(counts) + SMOOTHING * counts.length;
  return counts.map((count) => (count + SMOOTHING) / total);
}

function totalOf(days: readonly DailyOpinions[]): readonly number[] {
  return addCounts(days.map(({ counts }) => counts));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function gradeIndex(index = 0): DriftGrade {
  if (index >= DRIFTED_INDEX) return 'drifted';
  return index >= WATCH_INDEX ? 'watch' : 'none';
}

const GRADES: readonly DriftGrade[] = ['none', 'watch', 'drifted'];

function worse(one: DriftGrade, other: DriftGrade): DriftGrade {
  return GRADES.indexOf(one) > GRADES.indexOf(other) ? one : other;
}

const GRADE_WORDS: Readonly<Record<DriftGrade, string>> = {
  none: 'It says what it used to say',
  watch: 'It has begun to drift',
  drifted: 'It has drifted: train it again',
};

function tell(
  grade: DriftGrade,
  stabilityIndex: number | undefined,
  calibration: Calibration | undefined,
): string {
  const index =
    stabilityIndex === undefined
      ? 'its probabilities are not compared yet'
      : `stability index ${stabilityIndex.toFixed(2)}`;
  const truth = calibration
    ? `${percent(calibration.expected)} expected, ${percent(calibration.confirmed)} confirmed`
    : 'too few incidents are labelled';
  return `${GRADE_WORDS[grade]} (${index}; ${truth})`;
}
