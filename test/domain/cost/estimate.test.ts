import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUsage, estimateCost, scaleUsage, type Usage } from '#domain/cost/estimate.ts';
import { PRICES } from '#domain/cost/price-table.ts';

const ITEMS = PRICES.map(({ item }) => item);
const usages: fc.Arbitrary<Usage> = fc
  .dictionary(fc.constantFrom(...ITEMS), fc.integer({ min: 0, max: 10_000_000 }))
  .map((usage) => usage as Usage);

describe('the cost of what was used', () => {
  it('is told item by item, the dearest first', () => {
    const estimate = estimateCost({
      'metrics-read': 1_000_000,
      'table-writes': 4_000_000,
      'events-put': 0,
      'function-requests': 1_000_000,
    });

    expect(estimate.lines.map(({ item, dollars }) => [item, Number(dollars.toFixed(6))])).toEqual([
      ['metrics-read', 10],
      ['table-writes', 2.5],
      ['function-requests', 0.2],
    ]);
    expect(estimate.lines[0]).toMatchObject({ quantity: 1_000_000, unit: 'metrics' });
    expect(estimate.dollars).toBeCloseTo(12.7, 9);
  });

  it('is nothing where nothing was used, and for standard parameters', () => {
    expect(estimateCost({})).toMatchObject({ lines: [], dollars: 0 });
    expect(estimateCost({ 'parameter-calls': 1_000_000 }).dollars).toBe(0);
  });

  it('is the sum of its lines', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const { lines, dollars } = estimateCost(usage);

        let sum = 0;
        for (const line of lines) sum += line.dollars;
        expect(dollars).toBeCloseTo(sum, 6);
      }),
    );
  });

  it('of parts together is the cost of the parts', () => {
    fc.assert(
      fc.property(usages, usages, (one, other) => {
        const together = estimateCost(addUsage(one, other)).dollars;

        expect(together).toBeCloseTo(estimateCost(one).dollars + estimateCost(other).dollars, 6);
      }),
    );
  });

  it('grows with how often it is used', () => {
    fc.assert(
      fc.property(usages, fc.integer({ min: 0, max: 100 }), (usage, factor) => {
        const scaled = estimateCost(scaleUsage(usage, factor)).dollars;

        expect(scaled).toBeCloseTo(estimateCost(usage).dollars * factor, 4);
      }),
    );
  });
});

describe('the price table', () => {
  it('has each item once', () => {
    expect(new Set(ITEMS).size).toBe(ITEMS.length);
  });

  it('says in every estimate from when it is', () => {
    expect(estimateCost({}).prices.month).toMatch(/^20\d\d-\d\d$/);
  });

  it('has no negative price, and says of each what is counted', () => {
    for (const { unit, dollars } of PRICES) {
      expect(unit).not.toBe('');
      expect(dollars).toBeGreaterThanOrEqual(0);
    }
  });
});
