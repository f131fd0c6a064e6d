// Settings and flags as the use cases ask for them, from a validated document that is already in memory.

import type { Flags, SettingsSource } from '#application/ports/operations.ts';
import { effectiveFlags } from '#contracts/effective-flags.ts';
import type { FlagName } from '#contracts/flags.ts';
import type { Settings } from '#contracts/settings.ts';

/** The same document at every call. */
export function fixedSettings(settings: Settings): SettingsSource {
  return { current: async () => settings };
}

/** The flags of the document in force; a phase that is off switches off all it carries. */
export function flagsOf(source: SettingsSource): Flags {
  return {
    isOn: async (flag: FlagName) => effectiveFlags(await source.current())[flag],
  };
}
