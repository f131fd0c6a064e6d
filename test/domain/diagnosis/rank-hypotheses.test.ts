import { describe, expect, it } from 'vitest';
import { hypothesize, rankHypotheses } from '#domain/diagnosis/rank-hypotheses.ts';
import { anomaly, CART, CHECKOUT, change, minute } from '../../builders.ts';
import { BANK, observation, shopFacts, WEB } from './history.ts';

const ALL = new Set([WEB, CHECKOUT, CART]);
const SLOW = { 'latency-p50': 0.2, 'latency-p99': 1.2 };
const anomaliesFrom = (serviceId: typeof CART, at: number) => ({
  anomalies: [anomaly({ serviceId, onsetAt: minute(at) })],
});

describe('hypotheses', () => {
  it('put the deepest ill service before those that wait for it', () => {
    const facts = shopFacts(
      observation(WEB, SLOW, anomaliesFrom(WEB, 2)),
      observation(CHECKOUT, SLOW, anomaliesFrom(CHECKOUT, 1)),
      observation(CART, { ...SLOW, 'healthy-share': 0.7 }, anomaliesFrom(CART, 0)),
    );

    const [first, ...others] = rankHypotheses({ all: facts, suspects: ALL });

    expect(first).toMatchObject({ failureType: 'bad-task', serviceId: CART });
    expect(others.map(({ failureType }) => failureType)).toEqual(['slow-dependency', 'slow-dependency']);
    expect(others.map(({ serviceId }) => serviceId)).toEqual([CART, CHECKOUT]);
  });

  it.each([0, -3])('believe a change of its own where what it calls fell ill at minute %s', (cartOnset) => {
    const changes = [change({ at: minute(-3) }), change({ at: minute(-2), kind: 'scaling' })];
    const facts = shopFacts(
      observation(CHECKOUT, SLOW, { ...anomaliesFrom(CHECKOUT, 0), changes }),
      observation(CART, SLOW, anomaliesFrom(CART, cartOnset)),
    );

    const [first] = rankHypotheses({ all: facts, suspects: ALL });

    expect(first).toMatchObject({
      failureType: 'bad-deployment',
      serviceId: CHECKOUT,
      confidence: 0.765,
      changeIds: [changes[0]?.changeId],
    });
  });

  it('point at the third party that a service waits for', () => {
    const facts = shopFacts(observation(CHECKOUT, SLOW));
    const checkout = facts.get(CHECKOUT);
    if (!checkout) throw new Error('checkout was not observed');

    expect(hypothesize(checkout)).toMatchObject({ failureType: 'slow-dependency', serviceId: BANK });
  });

  it('are in the order of their onsets where they are equally sure', () => {
    const facts = shopFacts(
      observation(WEB, { 'healthy-share': 0.7 }, anomaliesFrom(WEB, 3)),
      observation(CART, { 'healthy-share': 0.7 }, anomaliesFrom(CART, 1)),
    );

    expect(rankHypotheses({ all: facts, suspects: ALL }).map(({ serviceId }) => serviceId)).toEqual([
      CART,
      WEB,
    ]);
  });

  it('believe less in what the incident neither shows nor calls', () => {
    const told = { 'healthy-share': 0.7 };
    const facts = shopFacts(
      observation(WEB, told, anomaliesFrom(WEB, 1)),
      observation(CART, told, anomaliesFrom(CART, 3)),
    );

    const [first, second] = rankHypotheses({ all: facts, suspects: new Set([CART]) });

    expect([first?.serviceId, second?.serviceId]).toEqual([CART, WEB]);
    expect(second?.confidence).toBeCloseTo(0.6 * (first?.confidence ?? 0), 3);
  });

  it('believe less in what waits for another, where nothing was changed', () => {
    const facts = shopFacts(
      observation(CHECKOUT, { 'healthy-share': 0.7 }, anomaliesFrom(CHECKOUT, 0)),
      observation(CART, { 'healthy-share': 0.7 }, anomaliesFrom(CART, 0)),
    );

    const [first, second] = rankHypotheses({ all: facts, suspects: ALL });

    expect(first).toMatchObject({ serviceId: CART, confidence: 0.8 });
    expect(second).toMatchObject({ serviceId: CHECKOUT, confidence: 0.44 });
  });
});
