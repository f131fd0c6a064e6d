import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApprovalSettings } from '#domain/approval/settings.ts';
import { Mode } from '#domain/mode/mode.ts';
import {
  type ApprovalFacts,
  countApprovals,
  findApprovalReason,
  letsAct,
  scoreCandidate,
} from '#domain/plan/choice.ts';
import { risk } from '../../builders.ts';

const settings = ApprovalSettings.parse({});

function facts(overrides: Partial<ApprovalFacts> = {}): ApprovalFacts {
  return {
    mode: 'auto',
    tier: 'low',
    confidence: 0.9,
    isFallback: false,
    reversibility: 'reversible',
    ...overrides,
  };
}

describe('a plan', () => {
  it('goes by itself only in mode auto, with low risk, a sure diagnosis, the model, and a way back', () => {
    expect(countApprovals(facts(), settings)).toBe(0);
    expect(findApprovalReason(facts(), settings)).toBeUndefined();
  });

  it.each([
    [{ mode: 'approve' }, 'the mode is approve', 1],
    [{ reversibility: 'irreversible', tier: 'high' }, 'it cannot be taken back', 2],
    [{ isFallback: true }, 'the model did not take part in the detection, or has drifted', 1],
    [{ tier: 'high' }, 'its risk is high', 2],
    [{ confidence: 0.59 }, 'the diagnosis is not sure enough', 1],
  ] as const)('needs people for %o', (overrides, reason, people) => {
    expect(findApprovalReason(facts(overrides), settings)).toBe(reason);
    expect(countApprovals(facts(overrides), settings)).toBe(people);
  });

  it('asks two people by default when its risk is high, and one below', () => {
    expect(countApprovals(facts({ mode: 'approve', tier: 'medium' }), settings)).toBe(1);
    expect(countApprovals(facts({ mode: 'approve', tier: 'high' }), settings)).toBe(2);
  });

  it('may be carried out in two of the four modes', () => {
    expect(Mode.options.filter(letsAct)).toEqual(['approve', 'auto']);
  });
});

describe('the score of a candidate', () => {
  it('rises with the chance that it helps and falls with its risk', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });

    fc.assert(
      fc.property(share, share, share, share, (confidence, probability, low, more) => {
        const prospect = { confidence, successProbability: probability, risk: risk({ score: low }) };
        const score = scoreCandidate(prospect);

        expect(scoreCandidate({ ...prospect, risk: risk({ score: low + more }) })).toBeLessThanOrEqual(score);
        expect(scoreCandidate({ ...prospect, confidence: 1 })).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});
