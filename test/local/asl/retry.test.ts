import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeRandomStreams } from '#local/asl/random.ts';
import { retryDelaySeconds } from '#local/asl/retry.ts';

const retriers = fc.record({
  ErrorEquals: fc.constant<string[]>(['E']),
  IntervalSeconds: fc.integer({ min: 1, max: 99_999_999 }),
  BackoffRate: fc.double({ min: 1, max: 100, noNaN: true }),
  MaxDelaySeconds: fc.integer({ min: 1, max: 31_622_399 }),
});

it('never waits longer than allowed, however often it was tried, and with jitter never longer than without', () => {
  fc.assert(
    fc.property(retriers, fc.nat({ max: 5000 }), fc.string(), (retrier, used, key) => {
      const random = makeRandomStreams(1)(key);

      const delay = retryDelaySeconds(retrier, used, random);
      const jittered = retryDelaySeconds({ ...retrier, JitterStrategy: 'FULL' }, used, random);

      expect(delay).toBeGreaterThan(0);
      expect(delay).toBeLessThanOrEqual(retrier.MaxDelaySeconds);
      expect(jittered).toBeGreaterThanOrEqual(0);
      expect(jittered).toBeLessThanOrEqual(delay);
    }),
  );
});

it('draws the same numbers for the same key and seed, and others for another', () => {
  const draw = (seed: number, key: string) => makeRandomStreams(seed)(key)();

  expect(draw(1, 'a')).toBe(draw(1, 'a'));
  expect(draw(1, 'a')).not.toBe(draw(1, 'b'));
  expect(draw(1, 'a')).not.toBe(draw(2, 'a'));
});
