import { describe, expect, it } from 'vitest';
import { gridSecondsOf, parseStamp, stepSecondsOf } from '#local/replay/time-grid.ts';

describe('parseStamp', () => {
  it.each([
    ['2014-04-01 00:00:00', '2014-04-01T00:00:00.000Z'],
    ['2014-04-01', '2014-04-01T00:00:00.000Z'],
    ['2014-04-01T10:00', '2014-04-01T10:00:00.000Z'],
    ['2014-04-01 10:00:00+02:00', '2014-04-01T08:00:00.000Z'],
    ['1396310400', '2014-04-01T00:00:00.000Z'],
    ['1396310400.0', '2014-04-01T00:00:00.000Z'],
    ['1396310400123', '2014-04-01T00:00:00.123Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseStamp(text) ?? 0).toISOString()).toBe(iso);
  });

  it.each(['', 'noon', '-5', '0', '2014', '2014-13-01', '1.4.2014'])(
    'does not read %j as a recent time',
    (text) => {
      const stamp = parseStamp(text);

      expect(stamp === undefined || stamp < Date.UTC(1971, 0)).toBe(true);
    },
  );
});

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
