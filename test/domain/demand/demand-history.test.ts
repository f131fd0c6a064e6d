import { describe, expect, it } from 'vitest';
import {
  daysOf,
  demandAt,
  demandSeries,
  newestDemand,
  peakOfHour,
  rollingPeaks,
} from '#domain/demand/demand-history.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { at, minute, NOON } from '../../builders.ts';

function seriesOf(values: readonly number[]): RegularSeries {
  return { startAt: NOON, periodSeconds: 300, values: Float64Array.from(values) };
}

/** Two hours and a half that grow by the point, with a peak. */
const THIRTY = seriesOf(Array.from({ length: 30 }, (_, index) => (index === 20 ? 90 : index)));

describe('the history of demand', () => {
  it('reaches from its first point to the end that is asked for, with unknown values where nothing is known', () => {
    const points = [
      { at: NOON, value: 5 },
      { at: minute(10), value: 7 },
    ];

    const series = demandSeries(points, minute(20));

    expect([...(series?.values ?? [])]).toEqual([5, Number.NaN, 7, Number.NaN]);
    expect([...(demandSeries(points, minute(15))?.values ?? [])]).toEqual([5, Number.NaN, 7]);
  });

  it('is none where nothing was ever asked', () => {
    expect(demandSeries([], NOON)).toBeUndefined();
  });

  it('knows its length, its newest value, and the value of each period', () => {
    const series = seriesOf([5, 6, Number.NaN]);

    expect(daysOf(seriesOf(Array(576).fill(1)))).toBe(2);
    expect(newestDemand(series)).toBe(6);
    expect(newestDemand(seriesOf([Number.NaN]))).toBe(0);
    expect([demandAt(series, minute(5)), demandAt(series, minute(60))]).toEqual([6, Number.NaN]);
  });

  it('has at each point the busiest five minutes of the hour before it', () => {
    const peaks = rollingPeaks(THIRTY);

    expect(peaks).toMatchObject({ startAt: NOON, periodSeconds: 300 });
    expect([0, 5, 19, 20, 29].map((place) => peaks.values[place])).toEqual([0, 5, 19, 90, 90]);
  });

  it('finds the peak of any hour, past unknown values, and none where nothing is known', () => {
    const holed = seriesOf([Number.NaN, 4, Number.NaN, 3]);

    expect(peakOfHour(holed, NOON)).toBe(4);
    expect([peakOfHour(holed, minute(60)), peakOfHour(holed, at(-3600))]).toEqual([Number.NaN, Number.NaN]);
  });
});
