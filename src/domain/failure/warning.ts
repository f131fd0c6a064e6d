// Graded warnings from predictions (M52): green, yellow, orange, red. A warning rises at once and falls slowly, one grade
// at a time, so that chances that hover around a bar do not flicker.

import * as z from 'zod/mini';
import type { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { Instant, secondsBetween } from '#domain/ids.ts';

/** From nothing in sight to a failure within the quarter of an hour. */
export const WarningGrade = z.enum(['green', 'yellow', 'orange', 'red']);
export type WarningGrade = z.infer<typeof WarningGrade>;

export const FailureWarning = z.readonly(
  z.object({
    grade: WarningGrade,
    /** When this grade was reached. */
    since: Instant,
    /** Since when the chances are below what keeps the grade; absent while they are not. */
    calmSince: z.optional(Instant),
  }),
);
export type FailureWarning = z.infer<typeof FailureWarning>;

const GRADES = WarningGrade.options;

/** Whether one grade is worse than another. */
function isWorse(grade: WarningGrade, than: WarningGrade): boolean {
  return GRADES.indexOf(grade) > GRADES.indexOf(than);
}

const ONE_BELOW = { green: 'green', yellow: 'green', orange: 'yellow', red: 'orange' } as const;
/** Chances that raise a warning: within an hour rather not, within half an hour as likely as not, within 15 minutes likely. */
const BARS = { yellow: 0.3, orange: 0.5, red: 0.7 } as const;
/** A grade is kept while its chance is at least this part of the bar. */
const KEPT_PART = 0.7;
/** How long the chances have to stay below before a grade is given up: two readings of five minutes. */
const CALM_SECONDS = 600;

/** The warning after one more prediction; `current` is absent for the first. */
export function nextWarning(
  current: FailureWarning | undefined,
  prediction: Pick<FailurePrediction, 'within'>,
  at: Instant,
): FailureWarning {
  const raised = gradeFor(prediction, 1);
  if (!current || isWorse(raised, current.grade)) return { grade: raised, since: at };
  const kept = gradeFor(prediction, KEPT_PART);
  if (!isWorse(current.grade, kept)) return { grade: current.grade, since: current.since };
  const calmSince = current.calmSince ?? at;
  if (secondsBetween(calmSince, at) < CALM_SECONDS) return { ...current, calmSince };
  return { grade: ONE_BELOW[current.grade], since: at };
}

/** The highest grade whose chance reaches this part of its bar. */
function gradeFor(
  { within: [, within15, within30, within60] }: Pick<FailurePrediction, 'within'>,
  part: number,
): WarningGrade {
  if (within15 >= part * BARS.red) return 'red';
  if (within30 >= part * BARS.orange) return 'orange';
  return within60 >= part * BARS.yellow ? 'yellow' : 'green';
}
