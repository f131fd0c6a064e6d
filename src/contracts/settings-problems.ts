// What can be wrong with fleetmedic.yaml, in words that say what to do: from the schema's findings to problems.

import { closest, distance } from 'fastest-levenshtein';
import type * as z from 'zod/mini';
import { knownKeysAt } from '#contracts/settings-schema.ts';

/** Something wrong at one place of the document. */
export interface Problem {
  /** Keys and positions from the root; empty for the whole document. */
  readonly path: readonly PropertyKey[];
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** The problems that one finding of the schema stands for. */
export function problemsOf(issue: Issue): readonly Problem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(issue.path, key));
    case 'invalid_union':
      return closestBranch(issue).flatMap((nested) =>
        problemsOf({ ...nested, path: [...issue.path, ...nested.path] }),
      );
    default:
      return [{ path: issue.path, what: describe(issue), remedy: findRemedy(issue) }];
  }
}

/** The known word that was most likely meant, as a question; undefined when none is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const nearest = closest(word, known);
  return isSlip(word, nearest) ? `Did you mean "${nearest}"?` : undefined;
}

/** Whether a third of the letters or less differ, or two in a short word; never all of them. */
function isSlip(word: string, meant: string): boolean {
  const slips = distance(word, meant);
  return slips < word.length && slips <= Math.max(2, word.length / 3);
}

function unknownKey(path: readonly PropertyKey[], key: string): Problem {
  const known = knownKeysAt(path);
  const remedy = suggest(key, known) ?? `Remove it; known here are ${known.join(', ')}.`;
  return { path: [...path, key], what: 'is not a known key', remedy };
}

/** Of the forms that a part may take, the findings of the one that it comes nearest to. */
function closestBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  return errors.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function describe(issue: Issue): string {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  if (isMissing) return `is missing, expected ${issue.expected}`;
  if (issue.code === 'invalid_format') return `is not ${formatOf(issue).name}`;
  return issue.message;
}

function findRemedy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Add it.' : `Write ${WORDS[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return suggest(String(issue.input), issue.values.map(String)) ?? `Write ${issue.values.join(' or ')}.`;
    case 'too_small':
      return `Use ${issue.minimum} or more.`;
    case 'too_big':
      return `Use ${issue.maximum} or less.`;
    case 'invalid_format':
      return `Write it like ${formatOf(issue).example}.`;
    default:
      return 'Correct it.';
  }
}

/** What to write where a value of this type is expected. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

const TIME_OF_DAY = { name: 'a time of day', example: '"09:30"' };

/** The formats that the schema knows by name; its one pattern is the time of day. */
const FORMATS: Readonly<Record<string, { readonly name: string; readonly example: string }>> = {
  datetime: { name: 'a moment in UTC', example: '2026-11-23T12:00:00Z' },
  url: { name: 'an address', example: 'https://logs.example.com' },
};

function formatOf({ format }: z.core.$ZodIssueInvalidStringFormat) {
  return FORMATS[format] ?? TIME_OF_DAY;
}
