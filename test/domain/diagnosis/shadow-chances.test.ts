import { describe, expect, it } from 'vitest';
import { chancesOf, compareRankings, compareTypes, typeChancesOf } from '#domain/diagnosis/shadow-chances.ts';
import { trueCauseOf, trueTypeOf } from '#domain/diagnosis/true-cause.ts';
import { attempt, CART, CHECKOUT, diagnosis, hypothesis, NOON, outcome, plan } from '../../builders.ts';

const OF_CART = { strategy: 'service-restart', failureType: 'memory-leak' } as const;

describe('what was at fault', () => {
  it('is the one that a verified remedy changed', () => {
    const facts = {
      outcome: outcome({ attempts: [attempt({ result: 'not-recovered' }), attempt(OF_CART)] }),
      plans: [plan(), plan({ ...OF_CART, serviceId: CART })],
      feedback: undefined,
      diagnosis: diagnosis(),
    };

    expect(trueCauseOf(facts)).toMatchObject({ serviceId: CART, failureType: 'memory-leak' });
    expect(trueCauseOf({ ...facts, feedback: { verdict: 'useful' } })).toMatchObject({ serviceId: CART });
  });

  it('is the one that the diagnosis named, where people called it useful', () => {
    const named = {
      outcome: undefined,
      plans: [],
      diagnosis: diagnosis({ hypotheses: [hypothesis({ serviceId: CART }), hypothesis()] }),
    };

    expect(trueCauseOf({ ...named, feedback: { verdict: 'useful' } })).toMatchObject({ serviceId: CART });
    expect(trueCauseOf({ ...named, feedback: undefined })).toBeUndefined();
    expect(
      trueCauseOf({ ...named, diagnosis: { hypotheses: [] }, feedback: { verdict: 'useful' } }),
    ).toBeUndefined();
  });

  it.each(['false-alarm', 'wrong-cause'] as const)('is not known when people say %s', (verdict) => {
    const facts = { outcome: outcome(), plans: [plan()], feedback: { verdict }, diagnosis: diagnosis() };

    expect(trueCauseOf(facts)).toBeUndefined();
  });

  it('is not known of what recovered by itself, was only suggested, or whose plan is gone', () => {
    const facts = { plans: [plan()], feedback: undefined, diagnosis: diagnosis() };

    expect(
      trueCauseOf({ ...facts, outcome: outcome({ attempts: [attempt({ mutated: false })] }) }),
    ).toBeUndefined();
    expect(
      trueCauseOf({ ...facts, outcome: outcome({ attempts: [attempt({ result: 'worse' })] }) }),
    ).toBeUndefined();
    expect(trueCauseOf({ ...facts, plans: [], outcome: outcome() })).toBeUndefined();
    expect(
      trueCauseOf({ ...facts, plans: [plan({ failureType: 'bad-task' })], outcome: outcome() }),
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

describe('two classifiers of the same suspects', () => {
  const TRUTH = { suspect: CHECKOUT, failureType: 'bad-deployment' } as const;
  const classify = (champion: Record<string, number>, challenger: Record<string, number>) => {
    const said = {
      champion: { checkout: champion, cart: { 'bad-task': 1 } },
      challenger: { checkout: challenger },
    };
    return compareTypes({ champion: 'one', challenger: 'other', said }, TRUTH);
  };

  it('are held against what was wrong, on the service whose evidence spoke for it', () => {
    expect(classify({ 'bad-deployment': 0.4, 'memory-leak': 0.5 }, { 'bad-deployment': 0.8 })).toEqual({
      isTelling: true,
      champion: { loss: expect.closeTo(0.36), found: 0, missed: 1, falseAlarms: 0 },
      challenger: { loss: expect.closeTo(0.04), found: 1, missed: 0, falseAlarms: 0 },
    });
  });

  it('have missed it where they saw nothing that begins there, or were not asked about the service', () => {
    const said = { champion: {}, challenger: { checkout: { 'bad-deployment': 0.3 } } };

    expect(compareTypes({ champion: 'one', challenger: 'other', said }, TRUTH)).toMatchObject({
      champion: { loss: 1, missed: 1 },
      challenger: { missed: 1 },
    });
    expect(
      compareTypes({ champion: 'one', challenger: 'other', said: { champion: {}, challenger: {} } }, TRUTH),
    ).toMatchObject({ champion: { loss: 1 }, challenger: { loss: 1 } });
  });

  it('are kept to four digits, without what is next to nothing', () => {
    const shares = [
      { failureType: 'bad-deployment', share: 0.123_456 },
      { failureType: 'unexplained', share: 0.8 },
      { failureType: 'bad-task', share: 0.000_01 },
    ] as const;

    expect(typeChancesOf([{ serviceId: CHECKOUT, shares }])).toEqual({
      checkout: { 'bad-deployment': 0.1235 },
    });
  });

  it('are asked of the caller where its evidence speaks for a broken dependency', () => {
    const cause = { serviceId: CART, failureType: 'slow-dependency' } as const;
    const named = hypothesis({ ...cause, seenAt: CHECKOUT });

    expect(trueTypeOf(cause, { hypotheses: [hypothesis(), named] })).toEqual({
      suspect: CHECKOUT,
      failureType: 'slow-dependency',
    });
    expect(trueTypeOf(cause, { hypotheses: [hypothesis()] }).suspect).toBe(CART);
    expect(trueTypeOf(cause, { hypotheses: [hypothesis(cause)] }).suspect).toBe(CART);
  });
});
