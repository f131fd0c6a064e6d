import { describe, expect, it } from 'vitest';
import {
  isPersistent,
  NO_PERSISTENCE,
  type Persistence,
  rememberMinute,
} from '#domain/detection/persistence.ts';
import { Instant } from '#domain/ids.ts';

const rules = { required: 3, window: 5, strongRequired: 2 };
const at = (minute: number) => Instant.parse(minute * 60_000);

/** Remembers one minute for each letter: `.` usual, `x` abnormal, `X` strongly so. */
function remember(minutes: string): Persistence {
  let memory = NO_PERSISTENCE;
  [...minutes].forEach((letter, minute) => {
    const isAbnormal = letter !== '.';
    memory = rememberMinute(memory, { at: at(minute), isAbnormal, isStrong: letter === 'X' }, rules);
  });
  return memory;
}

describe('persistence', () => {
  it.each([
    ['x', false],
    ['xx', false],
    ['xxx', true],
    ['x.x.x', true],
    ['x..x.x', false],
    ['xxx.', false],
    ['X', false],
    ['XX', true],
    ['X.X', false],
    ['xX', false],
  ])('of %s makes an anomaly: %s', (minutes, expected) => {
    expect(isPersistent(remember(minutes), rules)).toBe(expected);
  });

  it('remembers the first abnormal minute until the whole window has been quiet', () => {
    expect(remember('..x.x').onsetAt).toBe(at(2));
    expect(remember('x....').onsetAt).toBe(at(0));
    expect(remember('x.....').onsetAt).toBeUndefined();
    expect(remember('x.....x').onsetAt).toBe(at(6));
  });
});
