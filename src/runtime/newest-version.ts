// A warm function learns of a version that a training has made since it started: it looks at most once an hour at the one
// object that names the newest, some eighty bytes. A conditional read would cost as much.

import type { VersionStore } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { secondsBetween } from '#domain/ids.ts';

export interface NewestVersionDeps {
  readonly versions: Pick<VersionStore, 'newest'>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_SECONDS = 3600;

/** Tells whether another version is the newest than `seen`, which was when all was loaded. Never throws. */
export function watchNewestVersion(
  { versions, clock, log }: NewestVersionDeps,
  seen: string | undefined,
): () => Promise<boolean> {
  let lookedAt = clock.now();
  return async () => {
    if (secondsBetween(lookedAt, clock.now()) < LOOK_SECONDS) return false;
    lookedAt = clock.now();
    try {
      return (await versions.newest()) !== seen;
    } catch (error) {
      log.record('model-review-failed', { reason: String(error) });
      return false;
    }
  };
}
