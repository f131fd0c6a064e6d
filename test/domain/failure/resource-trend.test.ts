import { describe, expect, it } from 'vitest';
import { limitSeries } from '#domain/failure/limited-series.ts';
import { findResourceTrend } from '#domain/failure/resource-trend.ts';
import { DAY, noiseOf, record } from './recordings.ts';

/** The trend at the end of a recording. */
function trendOf(count: number, shape: (index: number) => number, periodSeconds = 300, limit = 100) {
  const noise = noiseOf(3);
  const series = record(count, (index) => shape(index) + 0.1 * noise(), periodSeconds);
  return findResourceTrend(limitSeries(series, limit), count - 1);
}

describe('a resource trend', () => {
  it('says when a leak meets the limit', () => {
    const trend = trendOf(90, (index) => 20 + 0.7 * index, 60);

    expect(trend?.minutesToLimit).toBeGreaterThan(20);
    expect(trend?.minutesToLimit).toBeLessThan(30);
    expect(trend?.spreadMinutes).toBeLessThan(12);
  });

  it('is found in points of five minutes, over hours', () => {
    const trend = trendOf(60, (index) => 30 + index);

    expect(trend?.minutesToLimit).toBeGreaterThan(45);
    expect(trend?.minutesToLimit).toBeLessThan(70);
  });

  it('sees a disk fill over days through the swing of the day', () => {
    const trend = trendOf(
      5 * DAY,
      (index) => 30 + (8 * index) / DAY + 6 * Math.sin((2 * Math.PI * index) / DAY),
    );

    const days = (trend?.minutesToLimit ?? 0) / 1440;
    expect(days).toBeGreaterThan(2.5);
    expect(days).toBeLessThan(4.5);
  });

  it.each<[string, number, (index: number) => number]>([
    ['noise', 90, () => 80],
    ['a fall', 90, (index) => 99 - index / 2],
    ['a step', 90, (index) => (index < 75 ? 40 : 90)],
    ['a rise that is far from the limit', 90, (index) => 10 + index / 10],
    ['a limit that is passed already', 90, (index) => 80 + index],
    ['too few points', 6, (index) => 60 + 5 * index],
    ['a cache that fills and levels off', 90, (index) => 95 - 40 * Math.exp(-index / 12)],
    ['days that are alike', 4 * DAY, (index) => 50 + 10 * Math.sin((2 * Math.PI * (index + 60)) / DAY)],
    [
      'days of which the last has passed the limit',
      4 * DAY,
      (index) => 60 + (10 * index) / DAY + 12 * Math.sin((2 * Math.PI * (index + 60)) / DAY),
    ],
    ['a jump of the last day', 5 * DAY, (index) => 50 + index / DAY + (index >= 4 * DAY ? 20 : 0)],
    [
      'a rise that ended two days ago',
      6 * DAY,
      (index) => 20 + (10 * Math.min(index, 4 * DAY)) / DAY + Math.max(0, index - 4 * DAY) / DAY,
    ],
    [
      'a staircase with falls',
      90,
      (index) => 40 + 10 * Math.floor((index + 3) / 10) + (Math.floor((index + 3) / 5) % 2 === 1 ? -0.6 : 0),
    ],
    ['a week that does not rise by much', 4 * DAY, (index) => 50 + index / DAY / 10],
  ])('is not found in %s', (_case, count, shape) => {
    expect(trendOf(count, shape, count > 200 ? 300 : 60)).toBeUndefined();
  });

  it('is not looked for over days in points of an hour or more', () => {
    expect(trendOf(60, (index) => 10 + index / 10, 7200)).toBeUndefined();
  });
});
