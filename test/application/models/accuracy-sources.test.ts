import { expect, it } from 'vitest';
import { accuracySources } from '#application/models/accuracy-sources.ts';
import { minute } from '../../builders.ts';
import { makeObserveWorld } from '../observe-world.ts';

it('adds up the daily scores of the failure model by month', async () => {
  const { predictions } = makeObserveWorld();
  const { 'failure-boosting': source } = accuracySources({ predictions });
  const day = (said: number, happened: number) => ({
    bin1: 4,
    said1: said,
    happened1: happened,
    squared2: 0.8,
  });
  await predictions.addScores({ day: '2026-10-31', tally: day(0.6, 1) });
  await predictions.addScores({ day: '2026-11-22', tally: day(0.5, 2) });
  await predictions.addScores({
    day: '2026-11-23',
    tally: { ...day(0.5, 1), bin0: 2, said0: 0, happened0: 0 },
  });

  const months = await source?.monthsSince(minute(-60 * 24 * 60));

  expect(months).toEqual([
    { month: '2026-10', labelled: 4, confirmed: 1, brier: expect.closeTo(0.2) },
    { month: '2026-11', labelled: 10, confirmed: 3, brier: expect.closeTo(0.16) },
  ]);
});

it('says nothing of a month in which nothing could be judged', async () => {
  const { predictions } = makeObserveWorld();
  const { 'failure-boosting': source } = accuracySources({ predictions });
  await predictions.addScores({ day: '2026-11-23', tally: { averted: 2 } });

  expect(await source?.monthsSince(minute(-60))).toEqual([]);
});
