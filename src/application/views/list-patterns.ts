// "What do incidents have in common, and who moves with whom": the last search for patterns, and the newest window of
// correlations.

import type { PatternStore } from '#application/ports/patterns.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { PatternsAnswer } from '#contracts/api/pattern-views.ts';
import { secondsAfter } from '#domain/ids.ts';

export interface ListPatternsDeps {
  readonly clock: Clock;
  readonly patterns: PatternStore;
}

/** Windows are made once a day, so that the newest whole one began at most so long ago. */
const NEWEST_WINDOW_SECONDS = 2 * 86_400;

/** What was found last; nothing before the first search. */
export async function listPatterns({ clock, patterns }: ListPatternsDeps): Promise<PatternsAnswer> {
  const now = clock.now();
  const [report, [correlations]] = await Promise.all([
    patterns.latest(),
    patterns.listWindows(secondsAfter(now, -NEWEST_WINDOW_SECONDS)),
  ]);
  return { now, ...(report && { report }), ...(correlations && { correlations }) };
}
