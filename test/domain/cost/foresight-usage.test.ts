import { expect, it } from 'vitest';
import { estimateCost } from '#domain/cost/estimate.ts';
import { foresightUsage } from '#domain/cost/foresight-usage.ts';
import { pollingUsage } from '#domain/cost/usage.ts';

it('looks ahead of a calm service every half hour, and of one that is watched closely every five minutes', () => {
  const calm = foresightUsage({ services: 10, rate: 'calm' });
  const watched = foresightUsage({ services: 10, rate: 'watch' });

  expect(calm['metrics-read']).toBe(10 * 2 * 2 * 24 * 30);
  expect(watched['metrics-read']).toBe(6 * (calm['metrics-read'] ?? 0));
  expect(watched['function-requests']).toBe(calm['function-requests']);
});

it('costs less than a tenth of polling', () => {
  for (const rate of ['calm', 'watch', 'incident'] as const) {
    const dollars = estimateCost(foresightUsage({ services: 1000, rate })).dollars;

    expect(dollars).toBeLessThan(estimateCost(pollingUsage({ services: 1000, rate })).dollars / 10);
  }
});
