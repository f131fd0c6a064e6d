// How far Fleetmedic may go by itself: the most restrictive of the global, the service's and the strategy's mode (I14).

import * as z from 'zod/mini';

/** From the most to the least restrictive. */
export const Mode = z.enum(['observe', 'suggest', 'approve', 'auto']);
export type Mode = z.infer<typeof Mode>;

/** The most restrictive of the given modes; `observe` when none is given. */
export function resolveMode(modes: readonly (Mode | undefined)[]): Mode {
  const given = modes.filter((mode) => mode !== undefined);
  return Mode.options.find((mode) => given.includes(mode)) ?? 'observe';
}
