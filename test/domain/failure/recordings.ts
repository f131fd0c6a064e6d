// Made-up recordings for the tests of failure predictions and forecasts.

import { type RegularSeries, toRegularSeries } from '#domain/forecast/regular-series.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import { openStream } from '#local/fleet/random.ts';

export const START = Instant.parse(Date.UTC(2026, 0, 5));
export const FIVE_MINUTES = 300;
/** Points of five minutes in an hour and in a day. */
export const HOUR = 12;
export const DAY = 288;

/** A series of five-minute points; an undefined value is not known. */
export function record(
  count: number,
  shape: (index: number) => number | undefined,
  periodSeconds = FIVE_MINUTES,
): RegularSeries {
  const points = Array.from({ length: count }, (_, index) => ({
    at: secondsAfter(START, index * periodSeconds),
    value: shape(index),
  }));
  return toRegularSeries(points, periodSeconds).series;
}

/** Normal noise around 0, always the same for a seed. */
export function noiseOf(seed: number): () => number {
  return openStream(seed, 'noise').normal;
}

/** A load that swings with the day around 50, with noise. */
export function dailyLoad(seed = 5): (index: number) => number {
  const noise = noiseOf(seed);
  return (index) => 50 + 20 * Math.sin((2 * Math.PI * index) / DAY) + noise();
}

/** A calm load of 20 with a job at the same hour of each day that brings it to 90 for a quarter of an hour. */
export function nightlyJob(seed = 5): (index: number) => number {
  const noise = noiseOf(seed);
  return (index) => (index % DAY >= 40 && index % DAY < 43 ? 90 : 20) + noise();
}
