import { describe, expect, it } from 'vitest';
import { hasPatienceLeft, mayPass } from '#domain/plan/patience.ts';
import { RecoverySettings } from '#domain/verification/settings.ts';
import { at, hypothesis, NOON } from '../../builders.ts';

describe('young trouble', () => {
  const trouble = { onsetAt: NOON, severity: 'SEV-2', hypothesis: hypothesis() } as const;

  it('may pass by itself within five minutes, the worst within three', () => {
    expect(mayPass({ ...trouble, now: at(299) })).toBe(true);
    expect(mayPass({ ...trouble, now: at(300) })).toBe(false);
    expect(mayPass({ ...trouble, severity: 'SEV-1', now: at(180) })).toBe(false);
  });

  it('does not pass when somebody changed something', () => {
    const sure = hypothesis({ failureType: 'bad-deployment', confidence: 0.9 });
    const unsure = hypothesis({ failureType: 'bad-deployment', confidence: 0.5 });

    expect(mayPass({ ...trouble, hypothesis: sure, now: at(10) })).toBe(false);
    expect(mayPass({ ...trouble, hypothesis: unsure, now: at(10) })).toBe(true);
  });
});

it('patience is over when the looks have taken the longest wait', () => {
  const settings = RecoverySettings.parse({ recheckSeconds: 60, maxWaitSeconds: 300 });

  expect([3, 4, 5].map((revision) => hasPatienceLeft(revision, settings))).toEqual([true, true, false]);
});
