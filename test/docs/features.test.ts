// docs/features.md is never optimistic: every number of the mission has one row, and what "works" is shown by a test.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const COUNTS = { M: 183, C: 32, K: 31, D: 15, B: 30, X: 17 } as const;

interface Feature {
  readonly id: string;
  readonly state: string;
  readonly shownBy: string;
  readonly note: string;
}

function parseFeatures(text: string): readonly Feature[] {
  return [...text.matchAll(/^\| ([MCKDBX]\d+) \|.*$/gm)].map(([line]) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [, id = '', , state = '', shownBy = '', note = ''] = cells;
    return { id, state, shownBy: shownBy.replaceAll('`', ''), note };
  });
}

/** What is wrong with a row, or undefined. A test is named by its file and its exact title. */
function problemOf({ id, state, shownBy, note }: Feature): string | undefined {
  if (!['works', 'partly', 'not yet'].includes(state)) return `${id}: state "${state}" is none of the three`;
  if (state === 'not yet') return shownBy === '' ? undefined : `${id}: not yet, but names a test`;
  if (state === 'partly' && note === '') return `${id}: partly, without saying what is missing`;
  const [file = '', title = ''] = shownBy.split(' › ');
  if (!existsSync(file)) return `${id}: test file "${file}" does not exist`;
  const isThere = title !== '' && readFileSync(file, 'utf8').includes(title);
  return isThere ? undefined : `${id}: ${file} has no test named "${title}"`;
}

describe('the list of features', () => {
  const features = parseFeatures(readFileSync('docs/features.md', 'utf8'));

  it('has exactly one row for every number of the mission', () => {
    const expected = Object.entries(COUNTS).flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, index) => `${kind}${index + 1}`),
    );

    expect(features.map(({ id }) => id)).toEqual(expected);
  });

  it('names an existing test for all that works', () => {
    expect(features.map(problemOf).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it.each([
    ['| M1 | x | works |  |  |', 'M1: test file "" does not exist'],
    ['| M1 | x | works | `test/docs/features.test.ts › no such title here?` |  |', 'no test named'],
    ['| M1 | x | works | `test/nowhere.test.ts › a` |  |', 'does not exist'],
    [
      '| M1 | x | partly | `test/docs/features.test.ts › the list of features` |  |',
      'without saying what is missing',
    ],
    ['| M1 | x | done |  |  |', 'none of the three'],
  ])('would fail on %s', (row, problem) => {
    const [feature] = parseFeatures(row);

    // The planted title stands in this very file, so it is taken apart here.
    const planted = feature && {
      ...feature,
      shownBy: feature.shownBy.replace('no such title', 'no' + '-such-title'),
    };
    expect(planted && problemOf(planted)).toContain(problem);
  });
});
