import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessRisk, type RiskFacts } from '#domain/risk/assess-risk.ts';
import { RiskTier } from '#domain/risk/risk.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const facts: fc.Arbitrary<RiskFacts> = fc.record({
  trafficShare: share,
  capacityLost: share,
  reversibility: fc.constantFrom('reversible', 'bounded', 'irreversible'),
  settleSeconds: fc.integer({ min: 0, max: 3600 }),
  downstream: fc.integer({ min: 0, max: 50 }),
  confidence: share,
  successProbability: share,
  tries: fc.integer({ min: 0, max: 40 }),
  successes: fc.integer({ min: 0, max: 40 }),
});

function build(overrides: Partial<RiskFacts> = {}): RiskFacts {
  return {
    trafficShare: 0.1,
    capacityLost: 0,
    reversibility: 'reversible',
    settleSeconds: 180,
    downstream: 1,
    confidence: 0.9,
    successProbability: 0.8,
    tries: 0,
    successes: 0,
    ...overrides,
  };
}

describe('risk', () => {
  it('is never lower for a wider, longer, less certain or less reversible plan', () => {
    const grow = fc.record({
      trafficShare: share,
      capacityLost: share,
      settleSeconds: fc.integer({ min: 0, max: 3600 }),
      downstream: fc.integer({ min: 0, max: 50 }),
      doubt: share,
    });

    fc.assert(
      fc.property(facts, grow, (less, by) => {
        const more: RiskFacts = {
          ...less,
          trafficShare: Math.max(less.trafficShare, by.trafficShare),
          capacityLost: Math.max(less.capacityLost, by.capacityLost),
          settleSeconds: less.settleSeconds + by.settleSeconds,
          downstream: less.downstream + by.downstream,
          confidence: less.confidence * (1 - by.doubt),
        };

        const [small, large] = [assessRisk(less), assessRisk(more)];

        expect(large.score).toBeGreaterThanOrEqual(small.score);
        expect(RiskTier.options.indexOf(large.tier)).toBeGreaterThanOrEqual(
          RiskTier.options.indexOf(small.tier),
        );
        expect(large.score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['low', {}],
    ['medium', { confidence: 0.5, capacityLost: 0.5 }],
    ['high', { confidence: 0.3, capacityLost: 0.8, downstream: 12 }],
    ['high', { reversibility: 'irreversible' }],
  ] as const)('is %s for %o', (tier, overrides) => {
    expect(assessRisk(build(overrides)).tier).toBe(tier);
  });

  it('is explained in one sentence from live facts', () => {
    expect(assessRisk(build()).sentence).toBe(
      'Touches 10 % of requests; takes no capacity away; can be taken back within 3 min; 1 services depend on it; it has not been tried here before.',
    );
    const restart = build({
      reversibility: 'bounded',
      capacityLost: 0.5,
      downstream: 0,
      tries: 24,
      successes: 23,
    });
    expect(assessRisk(restart).sentence).toBe(
      'Touches 10 % of requests; leaves 50 % of the capacity meanwhile; cannot be taken back, but is over within 3 min; nothing else depends on it; 23 of 24 like it worked.',
    );
    expect(assessRisk(build({ reversibility: 'irreversible' })).sentence).toContain('cannot be taken back;');
  });
});
