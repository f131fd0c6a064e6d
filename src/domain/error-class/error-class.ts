// What kind of error a log line tells of, and how bad it is: eight categories by what an engineer does next, and five
// severities, which pages know four of (M43).

import * as z from 'zod/mini';

export const ErrorCategory = z.enum([
  /** Something answers too late. */
  'timeout',
  /** Something cannot be reached, or hangs up. */
  'connection',
  /** Something refuses because it was asked too often. */
  'throttling',
  /** Memory, disk, connections or workers are used up. */
  'capacity',
  /** Somebody may not do it. */
  'access',
  /** A name, a setting or a route is wrong or missing. */
  'configuration',
  /** The data itself is wrong, missing or in conflict. */
  'data',
  /** The code is wrong. */
  'defect',
]);
export type ErrorCategory = z.infer<typeof ErrorCategory>;

/** Worst first. */
export const ErrorSeverity = z.enum(['fatal', 'critical', 'error', 'warning', 'info']);
export type ErrorSeverity = z.infer<typeof ErrorSeverity>;

/** The severities that PagerDuty's events know. */
export const PageSeverity = z.enum(['critical', 'error', 'warning', 'info']);
export type PageSeverity = z.infer<typeof PageSeverity>;

/** One error as it was logged or returned. */
export interface ErrorEvent {
  readonly message: string;
  /** A status, an exception's name or a vendor's code. */
  readonly code?: string;
  /** Who said it: a program, a library, a service. */
  readonly source?: string;
}

export interface ErrorClass {
  readonly category: ErrorCategory;
  readonly severity: ErrorSeverity;
  /** 0 to 1 each. */
  readonly categoryConfidence: number;
  readonly severityConfidence: number;
}

/** What a page says of a severity: a process that ended is as bad as PagerDuty can say. */
export function pageSeverityOf(severity: ErrorSeverity): PageSeverity {
  return severity === 'fatal' ? 'critical' : severity;
}

/** Scores a model gives: one for each category, then one for each severity, in the order of the lists above. */
export const ERROR_SCORE_COUNT = ErrorCategory.options.length + ErrorSeverity.options.length;

/** The class with the highest scores. Throws a RangeError when the scores are not one for each category and severity. */
export function classOfScores(scores: ArrayLike<number>): ErrorClass {
  if (scores.length !== ERROR_SCORE_COUNT) {
    throw new RangeError(
      `An error has ${ERROR_SCORE_COUNT} scores, not ${scores.length}; ask the right model`,
    );
  }
  const all = Array.from(scores);
  const [category, categoryConfidence] = likeliest(ErrorCategory.options, all);
  const [severity, severityConfidence] = likeliest(
    ErrorSeverity.options,
    all.slice(ErrorCategory.options.length),
  );
  return { category, severity, categoryConfidence, severityConfidence };
}

/** The option with the highest score, and its share by softmax; the first of equals. */
function likeliest<Option>(
  options: readonly [Option, ...Option[]] | readonly Option[],
  scores: readonly number[],
): readonly [Option, number] {
  const top = Math.max(...scores.slice(0, options.length));
  const weights = options.map((_option, index) => Math.exp((scores[index] as number) - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const best = weights.indexOf(Math.max(...weights));
  return [options[best] as Option, (weights[best] as number) / total];
}
