import { describe, expect, it } from 'vitest';
import { fillForward, pointsIn, type SeriesPoint, toRegularSeries } from '#domain/forecast/regular-series.ts';
import { secondsAfter } from '#domain/ids.ts';
import { START } from '../failure/recordings.ts';

function at(seconds: number, value?: number): SeriesPoint {
  return { at: secondsAfter(START, seconds), value };
}

describe('a series on its grid', () => {
  it('has a place for every period, with unknown ones where nothing was recorded', () => {
    const { series, places } = toRegularSeries([at(0, 1), at(61, 2), at(240, 5)], 60);

    expect([...series.values]).toEqual([1, 2, Number.NaN, Number.NaN, 5]);
    expect(places).toEqual([0, 1, 4]);
    expect(series.startAt).toBe(START);
  });

  it('keeps the first known value of a period', () => {
    const { series, places } = toRegularSeries([at(0), at(3, 7), at(6, 9), at(60, 1)], 60);

    expect([...series.values]).toEqual([7, 1]);
    expect(places).toEqual([0, 0, 0, 1]);
  });

  it('shortens a gap of months by whole weeks, so that times of day and week stay where they are', () => {
    const day = 86_400;
    const { places } = toRegularSeries([at(0, 1), at(100 * day, 2), at(101 * day, 3)], day);

    expect((places[1] ?? 0) % 7).toBe(100 % 7);
    expect(places[1]).toBeLessThanOrEqual(21);
    expect(places[2]).toBe((places[1] ?? 0) + 1);
  });

  it('is empty where there is no point', () => {
    expect(toRegularSeries([], 60)).toEqual({
      series: { startAt: 0, periodSeconds: 60, values: new Float64Array() },
      places: [],
    });
  });

  it('is filled with the last known value, and before the first with that', () => {
    const { NaN: unknown } = Number;

    expect([...fillForward(Float64Array.from([unknown, 3, unknown, 5]))]).toEqual([3, 3, 3, 5]);
    expect([...fillForward(Float64Array.from([unknown, unknown]))]).toEqual([0, 0]);
  });

  it('counts points by time, at least one', () => {
    expect(pointsIn(60, 300)).toBe(12);
    expect(pointsIn(5, 3600)).toBe(1);
  });
});
