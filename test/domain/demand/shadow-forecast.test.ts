import { describe, expect, it } from 'vitest';
import { coverageOf, gradeCoverage } from '#domain/demand/coverage.ts';
import { continueShadow, type ShadowLook } from '#domain/demand/shadow-forecast.ts';
import { minute, NOON } from '../../builders.ts';
import { curve } from '../../demand.ts';

const PAIR = { champion: 'hash-1', challenger: 'hash-2' };
const ONE_HOUR = 60;

/** After an hour in which 100 came, of which the champion had said 120 and the challenger 105. */
function look(overrides: Partial<ShadowLook> = {}): ShadowLook {
  return {
    pair: PAIR,
    tests: { hour: curve([120, 120], 1800) },
    seen: { ...PAIR, tests: { hour: curve([105, 105], 1800) } },
    curves: { hour: curve([103, 103], 1800) },
    until: minute(ONE_HOUR),
    actualOf: () => 100,
    ...overrides,
  };
}

describe('a forecast of the version in its trial', () => {
  it('is held against what came when its time is over, in shares of the demand, and the next one waits', () => {
    const { shadow, compared } = continueShadow(look());

    expect(shadow).toEqual({ ...PAIR, tests: { hour: curve([103, 103], 1800) } });
    expect(compared).toHaveLength(1);
    const [{ isTelling, champion, challenger } = { isTelling: false }] = compared;
    expect(isTelling).toBe(true);
    expect(challenger?.loss).toBeLessThan((champion?.loss ?? 0) / 2);
    expect([champion, challenger]).toMatchObject([
      { found: 2, missed: 0, falseAlarms: 0 },
      { found: 2, missed: 0, falseAlarms: 0 },
    ]);
  });

  it('weighs a service by no more than its own demand', () => {
    const lossAt = (scale: number) =>
      continueShadow(
        look({
          tests: { hour: curve([120 * scale], 1800) },
          seen: { ...PAIR, tests: { hour: curve([105 * scale], 1800) } },
          actualOf: () => 100 * scale,
        }),
      ).compared[0]?.champion.loss;

    expect(lossAt(1000)).toBeCloseTo(lossAt(1) ?? 0);
  });

  it('counts the points that its planned capacity would not have held', () => {
    const [compared] = continueShadow(look({ actualOf: () => 130 })).compared;

    expect(compared).toMatchObject({ champion: { missed: 0 }, challenger: { found: 0, missed: 2 } });
  });

  it('waits as long as the champion’s does', () => {
    const { shadow, compared } = continueShadow(look({ until: minute(30) }));

    expect(compared).toEqual([]);
    expect(shadow.tests.hour).toEqual(curve([105, 105], 1800));
  });

  it('begins with the next of the champion’s, for another pair as well', () => {
    const waiting = continueShadow(look({ seen: undefined, until: minute(30) }));
    const others = [
      { champion: 'hash-0', challenger: 'hash-2' },
      { champion: 'hash-1', challenger: 'hash-0' },
    ].map((pair) => continueShadow(look({ pair })));
    const first = continueShadow(look({ tests: {}, seen: undefined }));

    expect(waiting.shadow.tests).toEqual({});
    for (const { compared, shadow } of [...others, first]) {
      expect(compared).toEqual([]);
      expect(shadow.tests.hour).toEqual(curve([103, 103], 1800));
    }
  });

  it('tells nothing where nothing was asked or nothing is known', () => {
    const idle = { hour: curve([0, 0], 1800) };
    const seen = { ...PAIR, tests: idle };

    expect(continueShadow(look({ tests: idle, seen, actualOf: () => 0 })).compared).toEqual([]);
    expect(continueShadow(look({ actualOf: () => Number.NaN })).compared).toEqual([]);
  });
});

describe('the coverage of forecasts', () => {
  it('is the share of known values within their intervals', () => {
    const values = new Map([
      [NOON, 100],
      [minute(60), 89],
      [minute(120), 110],
    ]);
    const sums = coverageOf(curve([100, 100, 100, 100]), (at) => values.get(at) ?? Number.NaN);

    expect(sums).toEqual({ forecasts: 1, points: 3, covered: 2 });
  });

  it.each([
    [4, 60, 0, undefined],
    [40, 600, 480, 'none'],
    [40, 600, 384, 'watch'],
    [40, 600, 290, 'drifted'],
    [40, 600, 600, 'none'],
    [0, 0, 0, undefined],
  ])('of %i forecasts with %i points and %i covered is %s', (forecasts, points, covered, grade) => {
    expect(gradeCoverage([{ forecasts, points, covered }])?.grade).toBe(grade);
  });

  it('is not known without any', () => {
    expect(gradeCoverage([])).toBeUndefined();
  });
});
