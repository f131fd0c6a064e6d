// Scores for looking back: a point is as suspicious as its neighbourhood, before and after. Alarms stay what they were,
// because nobody could have known.

import type { SeriesRow } from '#local/series/series-row.ts';
import type { ScoredPoint } from './series-scorer.ts';

/** Rows of a file and what was said of them, row by row. */
export interface ScoredBlock {
  readonly rows: readonly SeriesRow[];
  readonly scored: readonly ScoredPoint[];
}

/** Points to either side that a score looks at. */
const REACH_POINTS = 8;

/** The blocks with centred means for scores; each is held until the one after it is known. */
export async function* lookAround(blocks: AsyncIterable<ScoredBlock>): AsyncGenerator<ScoredBlock> {
  let before: readonly ScoredPoint[] = [];
  let held: ScoredBlock | undefined;
  for await (const block of blocks) {
    if (held) {
      yield smoothed(held, before, block.scored.slice(0, REACH_POINTS));
      before = held.scored.slice(-REACH_POINTS);
    }
    held = block;
  }
  if (held) yield smoothed(held, before, []);
}

function smoothed(
  { rows, scored }: ScoredBlock,
  before: readonly ScoredPoint[],
  after: readonly ScoredPoint[],
): ScoredBlock {
  const all = [...before, ...scored, ...after].map(({ score }) => score);
  const sums = runningSums(all);
  const meanAround = (index: number) => {
    const from = Math.max(0, index - REACH_POINTS);
    const to = Math.min(all.length, index + REACH_POINTS + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  };
  return {
    rows,
    scored: scored.map((point, index) => ({ ...point, score: meanAround(before.length + index) })),
  };
}

/** The sum of the values before each index, and of all of them at the end. */
function runningSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + value;
  });
  return sums;
}
