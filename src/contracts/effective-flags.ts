// The feature flags as they act: a flag is on when it is switched on and no phase that carries it is off.

import { FLAGS, type FlagName, PHASES } from '#contracts/flags.ts';
import type { Settings } from '#contracts/settings.ts';

export const FLAG_NAMES = Object.keys(FLAGS) as readonly FlagName[];

/** The phases that carry a flag. */
export function phasesOf(flag: FlagName): readonly FlagName[] {
  return FLAG_NAMES.filter((phase) => PHASES[phase]?.includes(flag));
}

/** Whether each flag is on, its phases taken into account. */
export function effectiveFlags({ flags }: Pick<Settings, 'flags'>): Readonly<Record<FlagName, boolean>> {
  const isOn = (flag: FlagName) => flags[flag] && phasesOf(flag).every((phase) => flags[phase]);
  return Object.fromEntries(FLAG_NAMES.map((flag) => [flag, isOn(flag)])) as Record<FlagName, boolean>;
}
