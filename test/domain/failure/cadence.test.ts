import { describe, expect, it } from 'vitest';
import { CALM_TICKS, isPredictionDue, predictionTickAt } from '#domain/failure/cadence.ts';
import { minute, NOON, pollState } from '../../builders.ts';

const ticks = Array.from({ length: 2 * CALM_TICKS }, (_, tick) => minute(5 * tick));

describe('the cadence of predictions', () => {
  it('has a calm service in one tick of half an hour, always the same', () => {
    const calm = pollState({ tier: 'calm' });

    const turns = ticks.filter((at) => isPredictionDue(calm, 4, at));

    expect(turns).toHaveLength(2);
    expect((turns[1] ?? 0) - (turns[0] ?? 0)).toBe(30 * 60_000);
    expect(ticks.filter((at) => isPredictionDue(undefined, 4 + CALM_TICKS, at))).toEqual(turns);
  });

  it('spreads the services over the ticks', () => {
    const counts = ticks.map(
      (at) =>
        Array.from({ length: 60 }, (_, place) => isPredictionDue(undefined, place, at)).filter(Boolean)
          .length,
    );

    expect(new Set(counts)).toEqual(new Set([10]));
  });

  it('has a service that is watched closely in every tick, as long as that holds', () => {
    const watched = pollState({ tier: 'watch', tierUntil: minute(12) });

    expect(ticks.slice(0, 3).every((at) => isPredictionDue(watched, 0, at))).toBe(true);
    expect(ticks.slice(3).filter((at) => isPredictionDue(watched, 0, at)).length).toBeLessThan(3);
  });

  it('ticks on a grid of five minutes', () => {
    expect(predictionTickAt(NOON)).toBe(NOON);
    expect(predictionTickAt(minute(4.9))).toBe(NOON);
  });
});
