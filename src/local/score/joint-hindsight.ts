// Joint scores for looking back: the whole recording is read, forwards and backwards, before anything is said. Alarms stay
// what they were, because nobody could have known.

import { scoreInHindsight } from '#domain/detection/joint-hindsight.ts';
import type { ScoredBlock } from './offline-score.ts';
import { toPoint } from './score-rows.ts';
import type { ScorerPoint } from './series-scorer.ts';

/** The blocks with scores that know all of the recording; it is held in memory. */
export async function* lookAtAll(
  blocks: AsyncIterable<ScoredBlock>,
  metricCount: number,
): AsyncGenerator<ScoredBlock> {
  const all: ScoredBlock[] = [];
  for await (const block of blocks) all.push(block);
  const points = all.flatMap(({ rows }) => rows.map(toPoint)).filter((point) => point !== undefined);
  const periodSeconds = points.at(-1)?.periodSeconds ?? 0;
  const scores = points.length === 0 ? [] : scoreInHindsight({ points, metricCount, periodSeconds });
  yield* withScores(all, scores);
}

/** A row that was not judged repeats what was said before it. */
function* withScores(blocks: readonly ScoredBlock[], scores: ArrayLike<number>): Generator<ScoredBlock> {
  let next = 0;
  let latest = 0;
  const scoreOf = (point: ScorerPoint | undefined) => {
    if (point) latest = scores[next++] ?? latest;
    return latest;
  };
  for (const { rows, scored } of blocks) {
    const seen = rows.map((row) => scoreOf(toPoint(row)));
    yield { rows, scored: scored.map((point, index) => ({ ...point, score: seen[index] ?? latest })) };
  }
}
