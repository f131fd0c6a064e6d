import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeSeverity, type Harm, harmOf, worseSeverity } from '#domain/incident/severity.ts';
import { CART, CHECKOUT, evidence, service } from '../../builders.ts';

const TIERS = ['optional', 'standard', 'critical'] as const;
const harms = fc.record({
  tier: fc.constantFrom(...TIERS),
  errorShare: fc.double({ min: 0, max: 1, noNaN: true }),
  spread: fc.integer({ min: 1, max: 20 }),
  isFelt: fc.boolean(),
});

describe('severity', () => {
  it('is never milder when more is harmed', () => {
    fc.assert(
      fc.property(harms, harms, (a, b) => {
        const both: Harm = {
          tier: TIERS[Math.max(TIERS.indexOf(a.tier), TIERS.indexOf(b.tier))] ?? 'critical',
          errorShare: Math.max(a.errorShare, b.errorShare),
          spread: Math.max(a.spread, b.spread),
          isFelt: a.isFelt || b.isFelt,
        };

        const worse = worseSeverity(gradeSeverity(a), gradeSeverity(b));

        expect(worseSeverity(gradeSeverity(both), worse)).toBe(gradeSeverity(both));
      }),
    );
  });

  it.each([
    [{ tier: 'critical', errorShare: 0.3, spread: 1, isFelt: true }, 'SEV-1'],
    [{ tier: 'critical', errorShare: 0.06, spread: 1, isFelt: true }, 'SEV-2'],
    [{ tier: 'critical', errorShare: 0, spread: 1, isFelt: true }, 'SEV-3'],
    [{ tier: 'standard', errorShare: 0, spread: 2, isFelt: true }, 'SEV-4'],
    [{ tier: 'critical', errorShare: 0, spread: 9, isFelt: false }, 'SEV-4'],
  ] as const)('of %o is %s', (harm, severity) => {
    expect(gradeSeverity(harm)).toBe(severity);
  });
});

describe('harm', () => {
  it('is that of the worst tier and the largest error share of all services', () => {
    const services = [service({ tier: 'critical' }), service({ id: CART, tier: 'optional' })];

    const harm = harmOf(services, {
      [CHECKOUT]: [evidence({ value: 0.1 })],
      [CART]: [evidence({ value: 0.4 }), evidence({ indicator: 'cpu', value: 99 })],
    });

    expect(harm).toEqual({ tier: 'critical', errorShare: 0.4, spread: 2, isFelt: true });
  });

  it("knows what rules of one's own ask for at least, where they ask for anything", () => {
    const broken = (severity?: 'SEV-1' | 'SEV-3') =>
      evidence({ rules: [{ name: 'busy', direction: 'above', limit: 22, ...(severity && { severity }) }] });

    expect(harmOf([], { [CART]: [broken('SEV-3')], [CHECKOUT]: [broken('SEV-1'), broken()] }).asked).toBe(
      'SEV-1',
    );
    expect(harmOf([], { [CART]: [broken()] }).asked).toBeUndefined();
  });

  it('counts a service that is not known as standard, and no service as optional', () => {
    expect(harmOf([], { [CART]: [] }).tier).toBe('standard');
    expect(harmOf([service({ tier: 'optional' })], { [CHECKOUT]: [] }).tier).toBe('optional');
  });
});
