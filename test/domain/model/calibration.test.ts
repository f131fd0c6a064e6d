import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithTruth, driftOfCalibration, type Foretold } from '#domain/model/calibration.ts';
import { consequenceOfDrift, hasOutcomes } from '#domain/model/model-names.ts';

function many(count: number, foretold: Foretold): readonly Foretold[] {
  return Array.from({ length: count }, () => foretold);
}

describe('what was foretold, against what came', () => {
  it('says nothing of few', () => {
    expect(compareWithTruth(many(9, { probability: 0.9, came: 0 }))).toBeUndefined();
    expect(driftOfCalibration(undefined, 'days')).toEqual({
      grade: 'none',
      summary: 'Too few days to judge it by',
    });
  });

  it.each([
    [0.9, 0.85, 'none'],
    [0.9, 0.7, 'watch'],
    [0.9, 0.2, 'drifted'],
    [0.3, 1, 'none'],
  ])('of %d expected and %d come is %s', (probability, came, grade) => {
    expect(compareWithTruth(many(30, { probability, came }))).toMatchObject({
      grade,
      expected: expect.closeTo(probability),
      confirmed: expect.closeTo(came),
    });
  });

  it('leaves a gap that chance can make as it is', () => {
    expect(compareWithTruth(many(10, { probability: 0.5, came: 0.1 }))?.grade).toBe('watch');
    expect(compareWithTruth(many(40, { probability: 0.5, came: 0.1 }))?.grade).toBe('drifted');
  });

  it('is told in a sentence', () => {
    const drift = driftOfCalibration({ expected: 0.8, confirmed: 0.3, grade: 'drifted' }, 'days');

    expect(drift).toEqual({
      grade: 'drifted',
      expected: 0.8,
      confirmed: 0.3,
      summary:
        'It is surer than right: put another version in its place (of its days 80 % expected, 30 % came)',
    });
  });

  it('never blames a model of which more came than it said', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share), { minLength: 10 }), (all) => {
        const foretold = all.map(([one, other]) => ({
          probability: Math.min(one, other),
          came: Math.max(one, other),
        }));
        expect(compareWithTruth(foretold)?.grade).toBe('none');
      }),
    );
  });
});

it('names the models that have outcomes of their own, and what their drift stops', () => {
  expect(['failure-boosting', 'forecast-mixer', 'cause-ranker'].every(hasOutcomes)).toBe(true);
  expect(['anomaly-boosting', 'error-class'].some(hasOutcomes)).toBe(false);
  expect(consequenceOfDrift('failure-boosting')).toContain('nothing automatic follows from its warnings');
  expect(consequenceOfDrift('anomaly-boosting')).toContain('nothing is done automatically');
});
