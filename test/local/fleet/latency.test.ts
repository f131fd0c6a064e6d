import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPart,
  addToHistogram,
  BIN_COUNT,
  cappedMean,
  emptyMix,
  type LatencyMix,
  MOST_PARTS,
  mixMean,
  normalCdf,
  quantileOf,
  setTail,
  shareLongerThan,
} from '#local/fleet/latency.ts';

function mixOf(parts: readonly (readonly [weight: number, mean: number])[], utilization = 0.5): LatencyMix {
  const mix = emptyMix();
  for (const [weight, mean] of parts) addPart(mix, weight, mean, 0.3 * mean * mean);
  setTail(mix, utilization);
  return mix;
}

function quantile(mix: LatencyMix, share: number): number {
  const histogram = new Array<number>(BIN_COUNT).fill(0);
  addToHistogram(histogram, mix, 10_000);
  return quantileOf(histogram, 10_000, share);
}

describe('the latency of a service', () => {
  it('has quantiles in order', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.005, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (mean, utilization) => {
          const mix = mixOf([[1, mean]], utilization);
          const quantiles = [0.5, 0.9, 0.95, 0.99, 0.999].map((share) => quantile(mix, share));

          expect(quantiles).toEqual(quantiles.toSorted((one, other) => one - other));
        },
      ),
    );
  });

  it('has a heavier tail the busier it is', () => {
    expect(quantile(mixOf([[1, 0.1]], 0.95), 0.99)).toBeGreaterThan(quantile(mixOf([[1, 0.1]], 0.2), 0.99));
  });

  it('shows a rare slow path in the tail and not in the middle', () => {
    const usual = mixOf([[1, 0.05]]);
    const withSlowPath = mixOf([
      [0.95, 0.05],
      [0.05, 3],
    ]);

    expect(quantile(withSlowPath, 0.5)).toBeLessThan(1.2 * quantile(usual, 0.5));
    expect(quantile(withSlowPath, 0.99)).toBeGreaterThan(1);
  });

  it('counts every request of a histogram once', () => {
    const histogram = new Array<number>(BIN_COUNT).fill(0);

    addToHistogram(histogram, mixOf([[1, 0.2]]), 1000);

    expect(histogram.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1000, 4);
  });

  it('says how many requests miss a timeout, fewer the longer it is', () => {
    const mix = mixOf([[1, 0.2]]);

    expect(shareLongerThan(mix, 0.05)).toBeGreaterThan(0.9);
    expect(shareLongerThan(mix, 5)).toBeLessThan(0.01);
  });

  it('is cut off by a timeout', () => {
    const mix = mixOf([
      [0.5, 0.1],
      [0.5, 10],
    ]);

    expect(mixMean(mix)).toBeCloseTo(5.05, 6);
    expect(cappedMean(mix, 2)).toBeCloseTo(1.05, 6);
  });

  it('takes no more parts than it has room for, and none without weight', () => {
    const mix = mixOf(Array.from({ length: MOST_PARTS + 3 }, () => [0.05, 0.1] as const));
    const empty = mixOf([[0, 0.1]]);

    expect(mix.parts).toBe(MOST_PARTS);
    expect(empty.parts).toBe(0);
  });

  it('has no quantile without requests, and the last bin for what is slower than all', () => {
    const empty = new Array<number>(BIN_COUNT).fill(0);

    expect(quantileOf(empty, 0, 0.99)).toBe(0);
    expect(quantileOf(empty, 10, 0.99)).toBeGreaterThan(50);
  });

  it('reads the normal law from its table', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 4);
    expect(normalCdf(1.96)).toBeCloseTo(0.975, 3);
    expect(normalCdf(-9)).toBe(0);
    expect(normalCdf(9)).toBe(1);
  });
});
