import { describe, expect, it } from 'vitest';
import {
  closeHours,
  createHourlyMemory,
  expectedFromDay,
  type HourlyMemory,
  hoursOf,
  isKnown,
  medianAt,
  peakAt,
  weekSlotAt,
} from '#domain/baseline/hourly-memory.ts';
import { isRecurring, spikeDays, wasAsHigh } from '#domain/baseline/recurrence.ts';

const START = Date.UTC(2026, 0, 5);
const FIRST = hoursOf(START);

/** A memory of so many hours, each with the median and peak that are given for it. */
function memoryOf(
  hours: number,
  median: (hour: number) => number | undefined,
  peak: (hour: number) => number = () => 0,
): HourlyMemory {
  let memory = createHourlyMemory(START);
  for (let hour = 0; hour < hours; hour++) {
    memory = closeHours(memory, { median: median(hour), peak: peak(hour) }, FIRST + hour + 1);
  }
  return memory;
}

describe('the memory of hours', () => {
  it('knows the hours that have closed, and none of before', () => {
    const memory = memoryOf(3, (hour) => hour + 1);

    expect([-1, 0, 2, 3].map((hour) => isKnown(memory, FIRST + hour))).toEqual([false, true, true, false]);
    expect(medianAt(memory, FIRST + 2)).toBe(3);
    expect(memory.level6).toBe(2);
  });

  it('forgets what is older than a week and a few hours', () => {
    const memory = memoryOf(200, () => 1);

    expect(isKnown(memory, FIRST)).toBe(false);
    expect(isKnown(memory, FIRST + 200 - 168 - 3)).toBe(true);
  });

  it('presumes an hour without points to be like the one before, and after a week like that of the week before', () => {
    const first = closeHours(
      memoryOf(2, () => 4),
      { median: 5, peak: 0 },
      FIRST + 5,
    );
    const later = closeHours(
      memoryOf(170, (hour) => hour),
      { median: undefined, peak: 7 },
      FIRST + 172,
    );

    expect(medianAt(first, FIRST + 4)).toBe(4);
    expect(medianAt(later, FIRST + 170)).toBe(2);
    expect(peakAt(later, FIRST + 170)).toBe(7);
    expect(peakAt(later, FIRST + 171)).toBe(0);
  });

  it('presumes nothing when it never saw anything', () => {
    const memory = memoryOf(1, () => undefined);

    expect(medianAt(memory, FIRST)).toBe(0);
  });

  it('survives a gap of months', () => {
    const memory = closeHours(
      memoryOf(30, () => 2),
      { median: 2, peak: 0 },
      FIRST + 5000,
    );

    expect(isKnown(memory, FIRST + 4999)).toBe(true);
    expect(medianAt(memory, FIRST + 4999)).toBe(2);
  });

  it('learns the hours of the week, and turns them only half way on one odd week', () => {
    const memory = memoryOf(
      337,
      (hour) => (hour < 168 ? 10 : 20),
      () => 1,
    );

    expect(weekSlotAt(memory, FIRST + 337)).toEqual({ center: 15, excursion: 1 });
    expect(
      weekSlotAt(
        memoryOf(10, () => 1),
        FIRST + 10,
      ),
    ).toBeUndefined();
  });
});

describe('an hour of the week in which nothing could be learned', () => {
  it('has no usual value, however long the series is, until it has', () => {
    const gapAt = 40;
    const first = memoryOf(168 + gapAt, (hour) => (hour === gapAt ? undefined : 10));
    const second = memoryOf(2 * 168 + gapAt, (hour) => (hour === gapAt ? undefined : 10));

    expect(weekSlotAt(first, FIRST + 168 + gapAt)).toBeUndefined();
    expect(weekSlotAt(first, FIRST + 168 + gapAt - 1)).toEqual({ center: 10, excursion: 0 });
    expect(weekSlotAt(second, FIRST + 2 * 168 + gapAt)).toEqual({ center: 10, excursion: 0 });
  });
});

describe('what the same time of an earlier day leads to expect', () => {
  const daily = (hour: number) => (hour % 24 === 2 ? 50 : 10);

  it('is what was then', () => {
    const memory = memoryOf(26, daily);

    expect(expectedFromDay(memory, 1, { hours: FIRST + 26, isInterpolated: false })).toBe(50);
  });

  it('follows a shift of the level since', () => {
    const memory = memoryOf(30, (hour) => daily(hour) + (hour >= 26 ? 5 : 0));

    expect(expectedFromDay(memory, 1, { hours: FIRST + 30, isInterpolated: false })).toBe(15);
  });

  it('lies between the hours when points are dense', () => {
    const memory = memoryOf(40, daily);

    const expected = expectedFromDay(memory, 1, { hours: FIRST + 26, isInterpolated: true });

    expect(expected).toBe(30);
  });

  it('stands on the known hour where its neighbour is not known', () => {
    const memory = memoryOf(24, () => 10);

    expect(expectedFromDay(memory, 1, { hours: FIRST + 24.2, isInterpolated: true })).toBe(10);
    expect(expectedFromDay(memory, 1, { hours: FIRST + 47.9, isInterpolated: true })).toBe(10);
    expect(expectedFromDay(memory, 1, { hours: FIRST + 48, isInterpolated: true })).toBeUndefined();
    expect(
      expectedFromDay(
        memoryOf(1, () => 10),
        1,
        { hours: FIRST + 24.9, isInterpolated: true },
      ),
    ).toBe(10);
  });
});

describe('the memory of spikes', () => {
  const nightly = (hour: number) => (hour % 24 === 2 ? 40 : 1);

  it('knows a spike that came on two of the last three days', () => {
    const memory = memoryOf(50, () => 10, nightly);

    expect(spikeDays(memory, 50, FIRST + 50)).toBe(2);
    expect(isRecurring(memory, 50, FIRST + 50)).toBe(true);
    expect(isRecurring(memory, 50, FIRST + 56)).toBe(false);
    expect(isRecurring(memory, 0, FIRST + 50)).toBe(false);
  });

  it('does not excuse a spike that is far higher than those before', () => {
    expect(
      isRecurring(
        memoryOf(50, () => 10, nightly),
        100,
        FIRST + 50,
      ),
    ).toBe(false);
  });

  it('does not take trouble that went on for days for a habit', () => {
    const memory = memoryOf(
      72,
      () => 10,
      (hour) => (hour >= 10 ? 40 : 1),
    );

    expect(isRecurring(memory, 40, FIRST + 72)).toBe(false);
  });

  it('knows whether the series was as high at this time before', () => {
    const memory = memoryOf(50, () => 10, nightly);

    expect(wasAsHigh(memory, 48, FIRST + 50)).toBe(true);
    expect(wasAsHigh(memory, 60, FIRST + 50)).toBe(false);
    expect(wasAsHigh(memory, 48, FIRST + 26)).toBe(false);
  });
});
