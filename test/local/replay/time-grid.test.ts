import { describe, expect, it } from 'vitest';
import { gridSecondsOf, stepSecondsOf } from '#local/replay/time-grid.ts';

describe('the grid', () => {
  it('is found in the data', () => {
    expect(stepSecondsOf([0, 60_000, 120_000, 600_000])).toBe(60);
    expect(stepSecondsOf([0])).toBeUndefined();
  });

  it('is a minute, or five for what is no finer', () => {
    expect([undefined, 10, 60, 299].map(gridSecondsOf)).toEqual([60, 60, 60, 60]);
    expect([300, 3600].map(gridSecondsOf)).toEqual([300, 300]);
  });
});
