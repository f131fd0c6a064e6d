// From rows of a file to scored rows: what the loop would take in is judged, and what it would not repeats what was said
// before it.

import type { SeriesRow } from '#local/series/series-row.ts';
import type { ScoredPoint, ScorerPoint, SeriesScorer } from './series-scorer.ts';

/** Before anything was judged nothing is unusual. */
const NOTHING_SEEN: ScoredPoint = { score: 0, isAlarm: false };

/** One answer for each row. A row that is late, a duplicate, or without a value is never an alarm of its own. */
export function makeRowScorer(
  scorer: SeriesScorer,
): (rows: readonly SeriesRow[]) => Promise<readonly ScoredPoint[]> {
  let latest = NOTHING_SEEN;
  return async (rows) => {
    const points = rows.map(toPoint);
    const judged = await scorer.score(points.filter((point) => point !== undefined));
    const answers = judged.values();
    return points.map((point) => {
      if (!point) return { score: latest.score, isAlarm: false };
      latest = answers.next().value ?? latest;
      return latest;
    });
  };
}

/** The row as the loop would take it in; undefined where it would not. */
export function toPoint({ at, isNew, values, periodSeconds }: SeriesRow): ScorerPoint | undefined {
  const isJudged = at !== undefined && isNew && values.some((value) => value !== undefined);
  return isJudged ? { at, values, periodSeconds } : undefined;
}
