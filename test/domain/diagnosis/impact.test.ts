import { describe, expect, it } from 'vitest';
import { assessImpact } from '#domain/diagnosis/impact.ts';
import { CART, CHECKOUT, service } from '../../builders.ts';
import { SHOP, WEB } from './history.ts';

describe('the impact of an ill service', () => {
  it('is its callers, its errors, and its part of what comes in at the edge', () => {
    const now = new Map([
      [WEB, { throughput: 200 }],
      [CART, { throughput: 50, 'error-share': 0.1 }],
    ]);

    expect(assessImpact(CART, SHOP, now)).toEqual({
      downstream: [CHECKOUT, WEB],
      trafficShare: 0.25,
      errorShare: 0.1,
    });
  });

  it('is at most everything, and assumed where traffic is unknown', () => {
    expect(assessImpact(WEB, SHOP, new Map([[WEB, { throughput: 5 }]])).trafficShare).toBe(1);
    expect(assessImpact(CART, SHOP, new Map([[CART, { throughput: 5 }]])).trafficShare).toBe(0.3);
    expect(assessImpact(CART, SHOP, new Map()).trafficShare).toBe(0.3);
  });

  it('takes a declared share for granted', () => {
    expect(assessImpact(CHECKOUT, [service({ trafficShare: 0.07 })], new Map()).trafficShare).toBe(0.07);
  });
});
