// Fields that several types of state share: transitions, output and variables, retry and catch rules.

import * as z from 'zod/mini';
import { isKnownErrorName, STATES_ERRORS } from './errors.ts';

/** The longest wait or timeout of Step Functions, in seconds (a little over three years). */
export const MAX_SECONDS = 99_999_999;
/** The longest `MaxDelaySeconds` of Step Functions, in seconds (one year). */
const MAX_DELAY_SECONDS = 31_622_400;
/** A string that is one JSONata expression. */
export const expression = z
  .string('must be a JSONata expression: "{% … %}"')
  .check(z.regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression: "{% … %}"'));

/** A whole number in a range, or an expression that gives one. */
export function integerOrExpression(minimum: number, maximum = MAX_SECONDS) {
  const integer = z.int().check(z.gte(minimum), z.lte(maximum));
  return z.union([integer, expression], `must be an integer from ${minimum} to ${maximum}, or "{% … %}"`);
}

/** An object whose strings may be expressions, or one expression for the whole. */
export const objectOrExpression = z.union(
  [z.record(z.string(), z.json()), expression],
  'must be an object or "{% … %}"',
);

const errorEquals = z
  .array(z.string().check(z.refine(isKnownErrorName, 'names with the prefix "States." are reserved')))
  .check(
    z.minLength(1, 'must name at least one error'),
    z.refine(
      (names) => names.length === 1 || !names.includes(STATES_ERRORS.all),
      'States.ALL must stand alone',
    ),
  );

/** One rule of `Retry`. */
export const Retrier = z.strictObject({
  ErrorEquals: errorEquals,
  IntervalSeconds: z.optional(z.int().check(z.gte(1), z.lte(MAX_SECONDS))),
  MaxAttempts: z.optional(z.int().check(z.gte(0), z.lte(MAX_SECONDS))),
  BackoffRate: z.optional(z.number().check(z.gte(1))),
  MaxDelaySeconds: z.optional(z.int().check(z.gte(1), z.lt(MAX_DELAY_SECONDS))),
  JitterStrategy: z.optional(z.enum(['FULL', 'NONE'])),
  Comment: z.optional(z.string()),
});
export type Retrier = z.infer<typeof Retrier>;

const identifier = z
  .string()
  .check(
    z.regex(/^\p{ID_Start}\p{ID_Continue}{0,79}$/u, 'must be a Unicode identifier of at most 80 characters'),
  );
const assign = z.record(
  identifier.check(
    z.refine((name) => name !== 'states', '"states" is reserved: choose another variable name'),
  ),
  z.json(),
);

/** What any state may shape when it is left. */
export const shaping = { Output: z.optional(z.json()), Assign: z.optional(assign) };

/** One rule of `Catch`. */
export const Catcher = z.strictObject({
  ErrorEquals: errorEquals,
  Next: z.string(),
  ...shaping,
  Comment: z.optional(z.string()),
});
export type Catcher = z.infer<typeof Catcher>;

function isAllLast(rules: readonly { readonly ErrorEquals: readonly string[] }[]): boolean {
  return rules.slice(0, -1).every((rule) => !rule.ErrorEquals.includes(STATES_ERRORS.all));
}

/** What Task, Parallel and Map may say about their failures. */
export const recovery = {
  Retry: z.optional(z.array(Retrier).check(z.refine(isAllLast, 'States.ALL must be in the last retrier'))),
  Catch: z.optional(z.array(Catcher).check(z.refine(isAllLast, 'States.ALL must be in the last catcher'))),
};

/** What every state may carry. */
export const common = { Comment: z.optional(z.string()), QueryLanguage: z.optional(z.literal('JSONata')) };
/** Where a state leads when it does not branch or end by nature. */
export const transition = { Next: z.optional(z.string()), End: z.optional(z.literal(true)) };

interface Transition {
  readonly Next?: string | undefined;
  readonly End?: true | undefined;
}

/** The check that goes with `transition`. */
export const leadsOn = z.refine<Transition>(
  (state) => (state.Next === undefined) !== (state.End === undefined),
  'must have either "Next" or "End": true',
);
