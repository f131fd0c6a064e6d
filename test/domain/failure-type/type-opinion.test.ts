// From the numbers of the model to an opinion on each suspect.

import { expect, it } from 'vitest';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { likeliestOf, opinionsOf, shareOf, TYPE_COUNT } from '#domain/failure-type/type-opinion.ts';
import { CHECKOUT, minute } from '../../builders.ts';
import { factsOf, observation } from '../diagnosis/history.ts';

const facts = factsOf(observation(CHECKOUT, { 'error-share': 0.3 }));
const SUSPECT = { facts, health: [], callers: [], dependencies: [], all: [facts], now: minute(10) };

/** The numbers of a model that is so sure of one type. */
function numbersFor(failureType: FailureType, share: number): readonly number[] {
  return FailureType.options.map((each) => (each === failureType ? share : (1 - share) / (TYPE_COUNT - 1)));
}

it('puts the likeliest type first, and all shares make one', () => {
  const [opinion] = opinionsOf([SUSPECT], numbersFor('bad-task', 0.6), 1);
  if (!opinion) throw new Error('no opinion');

  expect(opinion.serviceId).toBe(CHECKOUT);
  expect(likeliestOf(opinion)).toEqual({ failureType: 'bad-task', share: expect.closeTo(0.6) });
  expect(shareOf(opinion, 'memory-leak')).toBeCloseTo(0.04);
  expect(opinion.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

it('is surer the sharper it is', () => {
  const sharesAt = (sharpness: number) =>
    opinionsOf([SUSPECT], numbersFor('bad-task', 0.6), sharpness).map(likeliestOf)[0]?.share ?? 0;

  expect(sharesAt(2)).toBeGreaterThan(sharesAt(1));
  expect(sharesAt(1)).toBeGreaterThan(sharesAt(0.5));
});

it('sees nothing where there are no numbers', () => {
  expect(likeliestOf({ serviceId: CHECKOUT, shares: [] })).toEqual({ failureType: 'unexplained', share: 1 });
  expect(shareOf({ serviceId: CHECKOUT, shares: [] }, 'bad-task')).toBe(0);
  expect(opinionsOf([SUSPECT], [], 1)[0]?.shares).toHaveLength(TYPE_COUNT);
});
