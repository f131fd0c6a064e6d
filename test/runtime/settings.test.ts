import { expect, it } from 'vitest';
import { Settings } from '#contracts/settings.ts';
import { fixedSettings, flagsOf } from '#runtime/settings.ts';
import { service, settings } from '../builders.ts';

it('the settings are the same document at every call', async () => {
  const document = settings();
  const source = fixedSettings(document);

  expect(await source.current()).toBe(document);
  expect(await source.current()).toBe(document);
});

it('a flag is off while the phase that carries it is off', async () => {
  const flags = Settings.parse({
    version: 1,
    services: [service()],
    flags: { 'autonomous-recovery': false },
  }).flags;

  const on = flagsOf(fixedSettings(settings()));
  const off = flagsOf(fixedSettings(settings({ flags })));

  expect(await on.isOn('self_healing.recovery')).toBe(true);
  expect(await off.isOn('self_healing.recovery')).toBe(false);
});
