import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentLabel } from '#domain/feedback/label.ts';
import {
  addCounts,
  BIN_COUNT,
  countOpinions,
  type DailyOpinions,
  gradeDrift,
  stabilityIndexOf,
} from '#domain/model/drift.ts';
import { observation, opinionOf } from './opinions.ts';

const USUAL = [9000, 500, 200, 150, 100, 30, 10, 6, 4];
/** A tenth of all opinions have become alarms. */
const NOISY = [5000, 500, 200, 150, 100, 1000, 1000, 1000, 1050];

function days(count: number, counts: readonly number[], from = 1): readonly DailyOpinions[] {
  return Array.from({ length: count }, (_, index) => ({
    day: `2026-11-${String(from + index).padStart(2, '0')}`,
    counts,
  }));
}

function foretold(count: number, probability: number, label: IncidentLabel) {
  return Array.from({ length: count }, () => ({ probability, label }));
}

describe('counting opinions', () => {
  it('puts each into the bin of its probability', () => {
    const minute = { observations: [0, 1, 2, 3].map(() => observation()) };

    const counts = countOpinions(minute, opinionOf([0.0005, 0.26, 0.8, 1]));

    expect(counts).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 2]);
  });

  it('counts nothing where the model had no word', () => {
    expect(countOpinions({ observations: [observation()] }, undefined)).toEqual(new Array(BIN_COUNT).fill(0));
  });

  it('adds up, and of nothing is nothing', () => {
    expect(addCounts([USUAL, USUAL])).toEqual(USUAL.map((count) => 2 * count));
    expect(addCounts([])).toEqual(new Array(BIN_COUNT).fill(0));
  });
});

describe('the stability index', () => {
  it('is nothing between the same shares, and never less', () => {
    const counts = fc.array(fc.nat(10_000), { minLength: BIN_COUNT, maxLength: BIN_COUNT });
    fc.assert(
      fc.property(counts, counts, (then, now) => {
        expect(stabilityIndexOf(then, then)).toBeCloseTo(0);
        expect(stabilityIndexOf(then, now)).toBeGreaterThanOrEqual(0);
        expect(stabilityIndexOf(then, now)).toBeCloseTo(stabilityIndexOf(now, then));
      }),
    );
  });
});

describe('drift', () => {
  it('is not looked for before there is something to compare with', () => {
    const drift = gradeDrift({ opinions: days(10, USUAL), foretold: [] });

    expect(drift).toMatchObject({ grade: 'none' });
    expect(drift.stabilityIndex).toBeUndefined();
    expect(drift.summary).toBe(
      'It says what it used to say (its probabilities are not compared yet; too few incidents are labelled)',
    );
  });

  it('is none while a model says what it said in its first week', () => {
    const drift = gradeDrift({ opinions: days(20, USUAL), foretold: [] });

    expect(drift.grade).toBe('none');
    expect(drift.stabilityIndex).toBeCloseTo(0);
  });

  it('leaves out the days in which the baselines warm up', () => {
    const opinions = [...days(3, NOISY), ...days(14, USUAL, 4)];

    expect(gradeDrift({ opinions, foretold: [] }).grade).toBe('none');
  });

  it('is watched, then believed, as the probabilities move', () => {
    const moved = USUAL.map((count, bin) => (bin === 5 ? count + 500 : count));

    const watched = gradeDrift({ opinions: [...days(10, USUAL), ...days(7, moved, 11)], foretold: [] });
    const drifted = gradeDrift({ opinions: [...days(10, USUAL), ...days(7, NOISY, 11)], foretold: [] });

    expect(watched.grade).toBe('watch');
    expect(drifted.grade).toBe('drifted');
    expect(drifted.summary).toContain('It has drifted: train it again');
  });

  it('is seen when what it was sure of does not come true', () => {
    const half = [...foretold(10, 0.9, 'trouble'), ...foretold(10, 0.9, 'no-trouble')];
    const most = [...foretold(16, 0.97, 'trouble'), ...foretold(4, 0.97, 'no-trouble')];

    expect(gradeDrift({ opinions: [], foretold: half })).toMatchObject({ grade: 'drifted', confirmed: 0.5 });
    expect(gradeDrift({ opinions: [], foretold: most })).toMatchObject({ grade: 'watch', confirmed: 0.8 });
    expect(gradeDrift({ opinions: [], foretold: half }).summary).toContain('90 % expected, 50 % confirmed');
  });

  it('is no matter of being more often right than it said, nor of a few cases, nor of unlabelled ones', () => {
    expect(gradeDrift({ opinions: [], foretold: foretold(50, 0.4, 'trouble') }).grade).toBe('none');
    expect(gradeDrift({ opinions: [], foretold: foretold(9, 0.9, 'no-trouble') }).grade).toBe('none');
    expect(gradeDrift({ opinions: [], foretold: foretold(99, 0.9, 'unknown') }).expected).toBeUndefined();
  });

  it('is as bad as the worse of the two findings', () => {
    const opinions = [...days(10, USUAL), ...days(7, NOISY, 11)];

    expect(gradeDrift({ opinions, foretold: foretold(20, 0.9, 'trouble') }).grade).toBe('drifted');
  });
});
