import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JointMemory, judgeTogether } from '#domain/detection/joint-guard.ts';
import { FEATURE_COUNT, FEATURE_NAMES, type FeatureName } from '#domain/feature/feature-names.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import { noiseOf } from './shop.ts';

const INDICATORS = ['latency-p50', 'latency-p99', 'throughput', 'cpu'] as const;

/** An indicator whose features stand at these distances, in rare ones. */
function observed(indicator: IndicatorName, distances: Partial<Record<FeatureName, number>>) {
  const features = new Array<number>(FEATURE_COUNT).fill(0);
  for (const [name, distance] of Object.entries(distances))
    features[FEATURE_NAMES.indexOf(name as FeatureName)] =
      Math.sign(distance) * Math.log1p(Math.abs(distance));
  return { indicator, features };
}

/** A minute in which each indicator is so far from the last ones. */
function minuteOf(distances: readonly number[]) {
  return INDICATORS.map((indicator, index) => {
    const distance = distances[index] ?? 0;
    return observed(indicator, { 'tail-15': distance, 'tail-step': distance });
  });
}

/** Half a day in which all four move as one, with a little noise of their own. */
function learned(minutes = 720): JointMemory {
  const noise = noiseOf(3);
  let memory: JointMemory | undefined;
  for (let minute = 0; minute < minutes; minute++) {
    const move = 0.3 * noise();
    memory = judgeTogether(memory, minuteOf(INDICATORS.map(() => move + 0.02 * noise())), true).memory;
  }
  if (!memory) throw new Error('no minute was learned');
  return memory;
}

const oddnessOf = (memory: JointMemory, distances: readonly number[]) =>
  judgeTogether(memory, minuteOf(distances), false).oddness ?? Number.NaN;

describe('all indicators of a service together', () => {
  const memory = learned();

  it('are about as odd as usual where they move as they always do', () => {
    expect(oddnessOf(memory, [0.3, 0.3, 0.3, 0.3])).toBeLessThan(2);
  });

  it('are odd where they part, although none of them is further off than usual', () => {
    const together = oddnessOf(memory, [0.3, 0.3, 0.3, 0.3]);

    expect(oddnessOf(memory, [0.3, 0.3, -0.3, -0.3])).toBeGreaterThan(1.3 * together);
  });

  it('are odder the longer it lasts', () => {
    const first = judgeTogether(memory, minuteOf([2, 2, -2, 2]), false);
    const second = judgeTogether(first.memory, minuteOf([2, 2, -2, 2]), false);

    expect(second.oddness).toBeGreaterThan(first.oddness ?? Number.NaN);
  });

  it('are compared with earlier days where those are known', () => {
    const far = INDICATORS.map((name) => observed(name, { 'day-coverage': 1, 'tail-day': 3 }));
    const near = INDICATORS.map((name) => observed(name, { 'day-coverage': 1, 'tail-day': 0.1 }));

    const { oddness = Number.NaN } = judgeTogether(memory, far, false);

    expect(oddness).toBeGreaterThan(1.5 * (judgeTogether(memory, near, false).oddness ?? Number.NaN));
  });

  it('say nothing before they were seen for two hours, nor where there are only two', () => {
    expect(judgeTogether(undefined, minuteOf([9, 9, 9, 9]), true)).not.toHaveProperty('oddness');
    expect(judgeTogether(learned(143), minuteOf([9, 9, 9, 9]), true)).not.toHaveProperty('oddness');
    expect(judgeTogether(memory, minuteOf([9, 9]).slice(0, 2), true)).not.toHaveProperty('oddness');
  });

  it('say nothing in a minute without a value, and forget nothing', () => {
    const { memory: after, oddness } = judgeTogether(memory, [], false);

    expect(oddness).toBeUndefined();
    expect(after).toEqual(memory);
  });

  it('teach nothing during an incident', () => {
    const { memory: after } = judgeTogether(memory, minuteOf([5, 5, -5, 5]), false);

    expect(after).toMatchObject({ count: memory.count, numbers: memory.numbers });
  });

  it('have an oddness that is finite, for any distances', () => {
    const any = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(any, (distances) => {
        const { memory: after, oddness } = judgeTogether(memory, minuteOf(distances), true);

        expect(oddness).toBeGreaterThan(0);
        for (const each of [oddness, ...after.numbers, ...after.held])
          expect(each).toSatisfy(Number.isFinite);
      }),
    );
  });
});
