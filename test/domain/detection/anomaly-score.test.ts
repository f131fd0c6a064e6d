import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addShape,
  combineOpinions,
  departureOf,
  logitOf,
  probabilityOf,
  type ScoreParameters,
  scoreOpinion,
} from '#domain/detection/anomaly-score.ts';
import { FEATURE_COUNT, FEATURE_NAMES, type FeatureName } from '#domain/feature/feature-names.ts';
import { PROBABILITIES_AS_THEY_ARE } from './score-parameters.ts';

const KNOTS = [
  { logit: -2, probability: 0.01 },
  { logit: 0, probability: 0.1 },
  { logit: 4, probability: 0.9 },
];
const PARAMETERS: ScoreParameters = {
  ...PROBABILITIES_AS_THEY_ARE,
  tail: { perDay: 1, rate: 0.5, weight: 0.5 },
  calibration: KNOTS,
};

/** What is remembered after a series has said the same for so many points. */
function rememberedAfter(logit: number, points: number, periodSeconds = 60): number {
  let remembered = 0;
  for (let i = 0; i < points; i++)
    remembered = scoreOpinion(PARAMETERS, { departure: 0, logit, remembered, periodSeconds }).tail;
  return remembered;
}

describe('the probability of trouble', () => {
  it('lies on the lines between the knots, and ends with them', () => {
    expect(probabilityOf(KNOTS, -9)).toBe(0.01);
    expect(probabilityOf(KNOTS, -1)).toBeCloseTo(0.055);
    expect(probabilityOf(KNOTS, 2)).toBeCloseTo(0.5);
    expect(probabilityOf(KNOTS, 9)).toBe(0.9);
    expect(probabilityOf([], 9)).toBe(0);
  });

  it('is reached at the logit that its inverse tells', () => {
    for (const probability of [0.01, 0.05, 0.1, 0.7, 0.9])
      expect(probabilityOf(KNOTS, logitOf(KNOTS, probability))).toBeCloseTo(probability);
    expect(logitOf(KNOTS, 0)).toBe(-2);
    expect(logitOf(KNOTS, 1)).toBe(4);
    expect(logitOf([], 0.5)).toBe(0);
  });

  it('never falls when the raw opinion rises', () => {
    const logit = fc.double({ min: -20, max: 20, noNaN: true });

    fc.assert(
      fc.property(logit, logit, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];

        expect(probabilityOf(KNOTS, low)).toBeLessThanOrEqual(probabilityOf(KNOTS, high));
      }),
    );
  });

  it('is lower for a series that says the same all the time', () => {
    const first = scoreOpinion(PARAMETERS, { departure: 0, logit: 3, remembered: 0, periodSeconds: 60 });
    const remembered = rememberedAfter(3, 20);
    const later = scoreOpinion(PARAMETERS, { departure: 0, logit: 3, remembered, periodSeconds: 60 });

    expect(later.probability).toBeLessThan(first.probability);
  });

  it('comes back when the series has been quiet for days', () => {
    const loud = rememberedAfter(3, 20);
    let remembered = loud;
    for (let i = 0; i < 10 * 1440; i++)
      remembered = scoreOpinion(PARAMETERS, { departure: 0, logit: -5, remembered, periodSeconds: 60 }).tail;

    expect(remembered).toBeLessThan(loud - 3);
  });

  it('is not raised by having been quiet', () => {
    const quiet = scoreOpinion(PARAMETERS, { departure: 0, logit: 1, remembered: -8, periodSeconds: 60 });
    const fresh = scoreOpinion(PARAMETERS, { departure: 0, logit: 1, remembered: 0, periodSeconds: 60 });

    expect(quiet.probability).toBe(fresh.probability);
  });

  it('forgets at most a tenth of a logit with a point, however rare points are', () => {
    const { tail } = scoreOpinion(PARAMETERS, {
      departure: 0,
      logit: -5,
      remembered: 2,
      periodSeconds: 7 * 86_400,
    });

    expect(tail).toBeCloseTo(1.9, 3);
  });
});

describe('the plain departure', () => {
  const row = (values: Partial<Record<FeatureName, number>>) =>
    FEATURE_NAMES.map((name) => values[name] ?? 0);
  const FAR = { 'trend-31': 3, 'trend-tail': -2 };

  it('is that from the nearer of what is usual and what is rare', () => {
    expect(departureOf(row(FAR))).toBe(3);
    expect(departureOf(row({ ...FAR, 'trend-31': -2.5 }))).toBe(2.5);
    expect(departureOf(row({ ...FAR, 'trend-tail': 0.5 }))).toBe(1);
  });

  it('is read from any row of a block', () => {
    expect(departureOf([...row({}), ...row(FAR)], FEATURE_COUNT)).toBe(3);
  });

  it('counts for more where points are dense', () => {
    const parameters = { ...PARAMETERS, departure: { weight: 1, usual: 1.5 } };
    const at = (periodSeconds: number) =>
      scoreOpinion(parameters, { logit: 0, departure: 3, remembered: 0, periodSeconds }).probability;

    expect(at(60)).toBe(at(300));
    expect(at(300)).toBeGreaterThan(at(3600));
    expect(at(3600)).toBeGreaterThan(0.1);
  });
});

describe('the novelty guard', () => {
  it('adds nothing to what one point of a hundred is by nature', () => {
    expect(combineOpinions(-3, 0.99, 1)).toBe(-3);
  });

  it('adds more the rarer a point is, up to a limit', () => {
    const rare = combineOpinions(-3, 0.999, 1);
    const rarer = combineOpinions(-3, 0.9999, 1);

    expect(rare).toBeCloseTo(-3 + Math.log(10));
    expect(rarer).toBeCloseTo(-3 + Math.log(100));
    expect(combineOpinions(-3, 1, 1)).toBe(rarer);
  });
});

describe('the opinion of the shape', () => {
  it('raises a point by what is more than usual, and lowers it by what is less', () => {
    const window = { weight: 0.5, usual: -3 };

    expect(addShape(-1, -3, window)).toBe(-1);
    expect(addShape(-1, 1, window)).toBe(1);
    expect(addShape(-1, -5, window)).toBe(-2);
  });

  it('changes nothing where there is none', () => {
    expect(addShape(-1, Number.NaN, { weight: 0.5, usual: -3 })).toBe(-1);
  });
});
