import { describe, expect, it } from 'vitest';
import { Instant } from '#domain/ids.ts';
import { modelScorers } from '#local/score/model-scorer.ts';
import { START } from '../series/files.ts';

const point = (index: number, ...values: readonly (number | undefined)[]) => ({
  at: Instant.parse(START + index * 300_000),
  values,
  periodSeconds: 300,
});

describe('a scorer without a model', () => {
  it('judges by the distance from the band alone, from 0 to 1', async () => {
    const scorer = modelScorers(undefined)(1);
    const usual = Array.from({ length: 300 }, (_, index) => point(index, 10 + (index % 3)));

    const calm = await scorer.score(usual);
    const [spike] = await scorer.score([point(300, 4000)]);

    expect(calm.at(-1)?.score).toBeLessThan(0.5);
    expect(calm.at(-1)?.isAlarm).toBe(false);
    expect(spike?.score).toBeGreaterThan(0.9);
    expect(spike?.isAlarm).toBe(true);
  });

  it('judges of several values those that are known', async () => {
    const scorer = modelScorers(undefined)(2);

    const scored = await scorer.score([point(0, 1, undefined), point(1, undefined, 5), point(2, 1, 5)]);

    expect(scored).toHaveLength(3);
    expect(scored.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  });
});
