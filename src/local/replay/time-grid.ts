// The grid that the loop reads a recording by: found in the data.

import { medianOf } from '#domain/baseline/robust.ts';
import type { PollSettings } from '#domain/poll/settings.ts';

/** The median distance of stamps that are in order, seconds; undefined for fewer than two. */
export function stepSecondsOf(stamps: readonly number[]): number | undefined {
  if (stamps.length < 2) return undefined;
  return medianOf(stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0))) / 1000;
}

/** The grid that the loop can read a recording by: minutes, or five minutes for what is no finer than that. */
export function gridSecondsOf(stepSeconds: number | undefined): PollSettings['periodSeconds'] {
  return stepSeconds === undefined || stepSeconds < 300 ? 60 : 300;
}
