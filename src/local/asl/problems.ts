// What is wrong with a definition: where, what, and what to do. All problems of a definition are reported at once.

import { closest } from 'fastest-levenshtein';
import type * as z from 'zod/mini';

/** One fault of a definition. `pointer` is a JSON pointer (RFC 6901) into it. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

const USE_ARGUMENTS = 'a field of JSONPath: use "Arguments"';
const USE_OUTPUT = 'a field of JSONPath: use "Output"';
const USE_EXPRESSION = 'a field of JSONPath: use the field without "Path" and a "{% … %}" value';
const LOCAL = 'is not supported locally: distributed Map runs on AWS only, use an inline Map';

/** Fields that people do write, with what to write instead. */
const REMEDIES: Readonly<Record<string, string>> = {
  InputPath: USE_ARGUMENTS,
  Parameters: USE_ARGUMENTS,
  Result: USE_OUTPUT,
  ResultPath: USE_OUTPUT,
  ResultSelector: USE_OUTPUT,
  OutputPath: USE_OUTPUT,
  ItemsPath: 'a field of JSONPath: use "Items"',
  Variable: 'a field of JSONPath: use "Condition"',
  Iterator: 'an old name: use "ItemProcessor"',
  SecondsPath: USE_EXPRESSION,
  TimestampPath: USE_EXPRESSION,
  TimeoutSecondsPath: USE_EXPRESSION,
  HeartbeatSecondsPath: USE_EXPRESSION,
  MaxConcurrencyPath: USE_EXPRESSION,
  ToleratedFailureCountPath: USE_EXPRESSION,
  ToleratedFailurePercentagePath: USE_EXPRESSION,
  ErrorPath: USE_EXPRESSION,
  CausePath: USE_EXPRESSION,
  ItemReader: LOCAL,
  ItemBatcher: LOCAL,
  ResultWriter: LOCAL,
  Label: LOCAL,
  ExecutionType: LOCAL,
};

/** The steps of a path as a JSON pointer. */
export function pointerTo(base: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return base + steps.join('');
}

/** The problems in what a schema refused. `base` points to the value that was parsed; `fields` are its known ones. */
export function problemsOf(error: z.core.$ZodError, base: string, fields: readonly string[]): Problem[] {
  return error.issues.flatMap((issue) => {
    const pointer = pointerTo(base, issue.path);
    if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ pointer, message }));
    if (issue.code !== 'unrecognized_keys') return [{ pointer, message: issue.message }];
    return issue.keys.map((key) => ({
      pointer: pointerTo(pointer, [key]),
      message: describeUnknown(key, issue.path.length === 0 ? fields : []),
    }));
  });
}

function describeUnknown(field: string, known: readonly string[]): string {
  const remedy = REMEDIES[field];
  if (remedy !== undefined) return `"${field}" ${remedy.startsWith('is ') ? remedy : `is ${remedy}`}`;
  if (known.length === 0) return `"${field}" is not a field here: remove it`;
  return `"${field}" is not a field here: remove it, or did you mean "${closest(field, known)}"?`;
}

/** All problems in one text, a line each. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`).join('\n');
}
