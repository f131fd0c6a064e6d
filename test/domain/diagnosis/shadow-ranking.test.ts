import { describe, expect, it } from 'vitest';
import { chancesOf, compareRankings } from '#domain/diagnosis/shadow-ranking.ts';
import { trueServiceOf } from '#domain/diagnosis/true-service.ts';
import { attempt, CART, CHECKOUT, diagnosis, hypothesis, NOON, outcome, plan } from '../../builders.ts';

const OF_CART = { strategy: 'service-restart', failureType: 'memory-leak' } as const;

describe('the service at fault', () => {
  it('is the one that a verified remedy changed', () => {
    const facts = {
      outcome: outcome({ attempts: [attempt({ result: 'not-recovered' }), attempt(OF_CART)] }),
      plans: [plan(), plan({ ...OF_CART, serviceId: CART })],
      feedback: undefined,
      diagnosis: diagnosis(),
    };

    expect(trueServiceOf(facts)).toBe(CART);
    expect(trueServiceOf({ ...facts, feedback: { verdict: 'useful' } })).toBe(CART);
  });

  it('is the one that the diagnosis named, where people called it useful', () => {
    const named = {
      outcome: undefined,
      plans: [],
      diagnosis: diagnosis({ hypotheses: [hypothesis({ serviceId: CART }), hypothesis()] }),
    };

    expect(trueServiceOf({ ...named, feedback: { verdict: 'useful' } })).toBe(CART);
    expect(trueServiceOf({ ...named, feedback: undefined })).toBeUndefined();
    expect(
      trueServiceOf({ ...named, diagnosis: { hypotheses: [] }, feedback: { verdict: 'useful' } }),
    ).toBeUndefined();
  });

  it.each(['false-alarm', 'wrong-cause'] as const)('is not known when people say %s', (verdict) => {
    const facts = { outcome: outcome(), plans: [plan()], feedback: { verdict }, diagnosis: diagnosis() };

    expect(trueServiceOf(facts)).toBeUndefined();
  });

  it('is not known of what recovered by itself, was only suggested, or whose plan is gone', () => {
    const facts = { plans: [plan()], feedback: undefined, diagnosis: diagnosis() };

    expect(
      trueServiceOf({ ...facts, outcome: outcome({ attempts: [attempt({ mutated: false })] }) }),
    ).toBeUndefined();
    expect(
      trueServiceOf({ ...facts, outcome: outcome({ attempts: [attempt({ result: 'worse' })] }) }),
    ).toBeUndefined();
    expect(trueServiceOf({ ...facts, plans: [], outcome: outcome() })).toBeUndefined();
    expect(
      trueServiceOf({ ...facts, plans: [plan({ failureType: 'bad-task' })], outcome: outcome() }),
    ).toBeUndefined();
  });
});

describe('two rankings of the same picture', () => {
  const rank = (champion: Record<string, number>, challenger: Record<string, number>) =>
    compareRankings({ champion: 'one', challenger: 'other', said: { champion, challenger } }, CHECKOUT);

  it('are held against the service at fault by the probability that they gave it', () => {
    expect(rank({ checkout: 0.4, cart: 0.5 }, { checkout: 0.8 })).toEqual({
      isTelling: true,
      champion: { loss: expect.closeTo(0.36), found: 0, missed: 1, falseAlarms: 0 },
      challenger: { loss: expect.closeTo(0.04), found: 1, missed: 0, falseAlarms: 0 },
    });
  });

  it('have missed it where they thought "no single cause" likelier, or did not name it', () => {
    expect(rank({ checkout: 0.3 }, { cart: 0.9 })).toMatchObject({
      champion: { missed: 1 },
      challenger: { missed: 1, loss: 1 },
    });
    expect(rank({}, { checkout: 0.5 })).toMatchObject({ champion: { missed: 1 }, challenger: { found: 1 } });
  });

  it('are kept to four digits', () => {
    const causes = [{ component: CHECKOUT, score: 0.123_456, evidence: [] }];

    expect(chancesOf({ outcome: 'ranked', onsetAt: NOON, causes })).toEqual({ checkout: 0.1235 });
  });
});
