import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnOf } from '#domain/diagnosis/budget-burn.ts';
import { assessImpact } from '#domain/diagnosis/impact.ts';
import { CART, CHECKOUT, service } from '../../builders.ts';
import { SHOP, WEB } from './history.ts';

describe('the impact of an ill service', () => {
  it('is its callers, its errors, and its part of what comes in at the edge', () => {
    const now = new Map([
      [WEB, { throughput: 200 }],
      [CART, { throughput: 50, 'error-share': 0.1 }],
    ]);

    expect(assessImpact(CART, SHOP, { now })).toEqual({
      downstream: [CHECKOUT, WEB],
      trafficShare: 0.25,
      errorShare: 0.1,
    });
  });

  it('is at most everything, and assumed where traffic is unknown', () => {
    expect(assessImpact(WEB, SHOP, { now: new Map([[WEB, { throughput: 5 }]]) }).trafficShare).toBe(1);
    expect(assessImpact(CART, SHOP, { now: new Map([[CART, { throughput: 5 }]]) }).trafficShare).toBe(0.3);
    expect(assessImpact(CART, SHOP, { now: new Map() }).trafficShare).toBe(0.3);
  });

  it('takes a declared share for granted', () => {
    expect(assessImpact(CHECKOUT, [service({ trafficShare: 0.07 })], { now: new Map() }).trafficShare).toBe(
      0.07,
    );
  });

  it('is what it costs of the error budget, where there is an objective', () => {
    const shop = [service({ objective: { availability: 0.99 } })];
    // A tenth of ten minutes, against a hundredth of thirty days.
    const errorShares = new Array<number>(10).fill(0.1);

    expect(assessImpact(CHECKOUT, shop, { now: new Map(), errorShares }).burn).toEqual({
      availability: 0.99,
      rate: 10,
      spent: 0.0023,
      words:
        'Requests fail 10 times as fast as an objective of 99 % allows; 0.23 % of the error budget of 30 days has gone',
    });
  });

  it('says nothing of a budget that nobody has set, or while nothing is known', () => {
    const errorShares = [0.5];

    expect(assessImpact(CART, SHOP, { now: new Map(), errorShares })).not.toHaveProperty('burn');
    expect(
      assessImpact(CHECKOUT, [service({ objective: { availability: 0.99 } })], { now: new Map() }),
    ).not.toHaveProperty('burn');
  });

  it('uses the budget up in thirty days at rate 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.999, noNaN: true }), (availability) => {
        const minutes = new Array<number>(30 * 24 * 60).fill(1 - availability);

        const burn = burnOf({ objective: { availability } }, minutes);

        expect(burn).toMatchObject({ rate: 1, spent: 1 });
      }),
      { numRuns: 20 },
    );
  });
});
