import { describe, expect, it } from 'vitest';
import { effectiveFlags, FLAG_NAMES } from '#contracts/effective-flags.ts';
import { FLAGS, PHASES } from '#contracts/flags.ts';
import { settings } from '../builders.ts';

const BY_DEFAULT = settings().flags;

describe('the feature flags', () => {
  it('act as they are switched while all phases are on', () => {
    expect(effectiveFlags({ flags: BY_DEFAULT })).toEqual(BY_DEFAULT);
    expect(FLAG_NAMES).toEqual(Object.keys(FLAGS));
  });

  it('are off when they are switched off, whatever their phase', () => {
    const flags = { ...BY_DEFAULT, 'self_healing.recovery': false };

    expect(effectiveFlags({ flags })).toMatchObject({
      'self_healing.recovery': false,
      'self_healing.diagnosis': true,
    });
  });

  it.each(Object.entries(PHASES))('of %s are off with the phase, and only they', (phase, carried) => {
    const flags = effectiveFlags({ flags: { ...BY_DEFAULT, [phase]: false } });

    const changed = FLAG_NAMES.filter((flag) => flags[flag] !== BY_DEFAULT[flag]);
    expect(changed.toSorted()).toEqual(
      [phase, ...carried].filter((flag) => BY_DEFAULT[flag as keyof typeof FLAGS]).toSorted(),
    );
  });
});
