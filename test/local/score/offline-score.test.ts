import { expect, it } from 'vitest';
import { lookAround, type ScoredBlock } from '#local/score/offline-score.ts';

/** Blocks of points with these scores. */
async function* blocksOf(...blocks: readonly (readonly number[])[]): AsyncGenerator<ScoredBlock> {
  for (const scores of blocks) {
    yield { rows: [], scored: scores.map((score) => ({ score, isAlarm: score > 0.5 })) };
  }
}

async function scoresOf(blocks: AsyncIterable<ScoredBlock>): Promise<number[]> {
  const scores: number[] = [];
  for await (const { scored } of blocks) scores.push(...scored.map(({ score }) => score));
  return scores;
}

it('comes to the same however the points are cut into blocks', async () => {
  const scores = Array.from({ length: 60 }, (_, i) => ((i * 7919) % 97) / 97);

  const whole = await scoresOf(lookAround(blocksOf(scores)));
  const cut = await scoresOf(
    lookAround(blocksOf(scores.slice(0, 20), scores.slice(20, 41), scores.slice(41))),
  );

  expect(cut).toHaveLength(60);
  cut.forEach((score, index) => {
    expect(score).toBeCloseTo(whole[index] ?? Number.NaN, 9);
  });
});

it('spreads what stands alone over its neighbourhood', async () => {
  const scores = await scoresOf(lookAround(blocksOf([...Array(20).fill(0), 1, ...Array(20).fill(0)])));

  expect(scores[20]).toBeCloseTo(1 / 17);
  expect(scores[12]).toBeCloseTo(1 / 17);
  expect(scores[11]).toBeCloseTo(0);
});

it('has nothing to say of nothing', async () => {
  expect(await scoresOf(lookAround(blocksOf()))).toEqual([]);
});
