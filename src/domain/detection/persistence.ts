// One abnormal minute is noise. Only minutes that keep coming, or strong ones in a row, make an anomaly (M of N, M41).

import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { Instant } from '#domain/ids.ts';

/** What is remembered of the last minutes of one indicator. Minutes without data are not in it: they say nothing. */
export interface Persistence {
  /** The last judged minutes, newest first: `1` abnormal, `0` not. */
  readonly minutes: string;
  /** Strong abnormal minutes in a row. */
  readonly strongRun: number;
  /** The first abnormal minute of the present deviation. */
  readonly onsetAt?: Instant;
}

export const NO_PERSISTENCE: Persistence = { minutes: '', strongRun: 0 };

export interface JudgedMinute {
  readonly at: Instant;
  readonly isAbnormal: boolean;
  readonly isStrong: boolean;
}

/** The memory with one more minute. The onset is forgotten when the whole window has been quiet. */
export function rememberMinute(
  before: Persistence,
  { at, isAbnormal, isStrong }: JudgedMinute,
  { window }: DetectionSettings['persistence'],
): Persistence {
  const minutes = ((isAbnormal ? '1' : '0') + before.minutes).slice(0, window);
  const onsetAt = minutes.includes('1') ? (before.onsetAt ?? at) : undefined;
  return {
    minutes,
    strongRun: isStrong ? before.strongRun + 1 : 0,
    ...(onsetAt !== undefined && { onsetAt }),
  };
}

/** Whether the newest minute is abnormal and enough of those before it were. */
export function isPersistent(
  { minutes, strongRun }: Persistence,
  { required, strongRequired }: DetectionSettings['persistence'],
): boolean {
  if (!minutes.startsWith('1')) return false;
  return strongRun >= strongRequired || minutes.split('1').length - 1 >= required;
}
