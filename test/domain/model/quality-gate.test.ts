import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelQuality } from '#domain/model/model.ts';
import { type ModelCandidate, passGate } from '#domain/model/quality-gate.ts';

const CHAMPION: ModelCandidate = {
  hash: 'old',
  featureHash: 'features-1',
  quality: { 'event-f1': 0.6, 'vus-pr': 0.5, 'calibration-error': 0.03 },
};
const candidate = (quality: ModelQuality): ModelCandidate => ({ ...CHAMPION, hash: 'new', quality });
const reasonOf = (asked: ModelCandidate, champion = CHAMPION) => {
  const answer = passGate(asked, champion);
  return answer.ok ? undefined : answer.refusal.reason;
};

describe('the quality gate', () => {
  it('lets in what is as good as the champion', () => {
    expect(passGate(candidate(CHAMPION.quality), CHAMPION)).toEqual({
      ok: true,
      value: candidate(CHAMPION.quality),
    });
  });

  it('refuses the champion itself', () => {
    expect(reasonOf(CHAMPION)).toBe('same-model');
  });

  it('refuses what reads other features than the champion', () => {
    expect(reasonOf({ ...candidate(CHAMPION.quality), featureHash: 'features-2' })).toBe('other-features');
  });

  it('refuses what does not say how good it is', () => {
    expect(reasonOf(candidate({ 'event-f1': 0.7 }))).toBe('figure-missing');
  });

  it('compares with the champion as it was measured beside it, where it was', () => {
    const hard = { 'event-f1': 0.3, 'vus-pr': 0.2, 'calibration-error': 0.03 };
    const asked = candidate({ ...hard, 'event-f1': 0.35 });

    expect(reasonOf(asked)).toBe('worse');
    expect(reasonOf({ ...asked, measuredBeside: { hash: 'old', quality: hard } })).toBeUndefined();
    expect(reasonOf({ ...asked, measuredBeside: { hash: 'another', quality: hard } })).toBe('worse');
  });

  it('refuses what is worse by more than the margin, and says by how much', () => {
    const answer = passGate(candidate({ ...CHAMPION.quality, 'event-f1': 0.58 }), CHAMPION);

    expect(answer).toMatchObject({ ok: false, refusal: { reason: 'worse' } });
    expect(!answer.ok && answer.refusal.detail).toBe(
      "Its event-f1 is 0.58, the champion's 0.6; at most 0.01 worse is let in",
    );
  });

  it('takes less for better where the figure is an error', () => {
    expect(reasonOf(candidate({ ...CHAMPION.quality, 'calibration-error': 0.01 }))).toBeUndefined();
    expect(reasonOf(candidate({ ...CHAMPION.quality, 'calibration-error': 0.04 }))).toBe('worse');
  });

  it('asks for no figure that the champion lacks', () => {
    expect(reasonOf(candidate({}), { ...CHAMPION, quality: {} })).toBeUndefined();
  });

  it('never refuses a model that is better in every figure', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (f1, vus, error, gain) => {
        const own = { 'event-f1': f1, 'vus-pr': vus, 'calibration-error': error };
        const better = { 'event-f1': f1 + gain, 'vus-pr': vus + gain, 'calibration-error': error - gain };
        expect(reasonOf(candidate(better), { ...CHAMPION, quality: own })).toBeUndefined();
      }),
    );
  });
});
