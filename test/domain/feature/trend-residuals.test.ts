import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHourlyMemory, type HourlyMemory } from '#domain/baseline/hourly-memory.ts';
import { type Move, unexplainedMove } from '#domain/feature/trend-residuals.ts';

const START = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

/** A memory of whole hours since the start, each with the median that is given. */
function memoryOf(hours: number, medianOf: (hour: number) => number): HourlyMemory {
  const empty = createHourlyMemory(START);
  const medians = [...empty.medians];
  for (let hour = 0; hour < hours; hour++)
    medians[(empty.firstHour + hour) % medians.length] = medianOf(hour);
  return { ...empty, openHour: empty.firstHour + hours, medians };
}

/** Up by 10 an hour for half of the day, and down again. */
const slope = (hour: number) => 10 * Math.min(hour % 24, 24 - (hour % 24));
const atHour = (hour: number): Move => ({
  ...{ at: START + hour * HOUR_MS, periodSeconds: 300, from: 12, to: 0 },
  distance: 10,
});

describe('what no earlier day explains of a move', () => {
  it('is all of it before a day is known', () => {
    expect(unexplainedMove(memoryOf(8, slope), atHour(8.5))).toBe(10);
  });

  it('is nothing where yesterday went the same way', () => {
    expect(unexplainedMove(memoryOf(32, slope), atHour(32))).toBeCloseTo(0);
  });

  it('is more than the move where yesterday went the other way', () => {
    expect(unexplainedMove(memoryOf(44, slope), atHour(44))).toBeCloseTo(20);
  });

  it('is told by the day that explains it best', () => {
    const oddDay = (hour: number) => (hour >= 24 && hour < 48 ? 0 : slope(hour));

    expect(unexplainedMove(memoryOf(56, oddDay), atHour(56))).toBeCloseTo(0);
  });

  it('is measured between two levels that both lie back', () => {
    const move = { ...atHour(33), from: 24, to: 12 };

    expect(unexplainedMove(memoryOf(33, slope), move)).toBeCloseTo(0);
  });

  it('is told by whole hours where points are sparse', () => {
    const hourly: Move = { at: START + 32 * HOUR_MS, periodSeconds: 3600, from: 3, to: 0, distance: 35 };

    expect(unexplainedMove(memoryOf(32, slope), hourly)).toBeCloseTo(5);
  });

  it('is never more than the move, or than the move less that of any known day', () => {
    const levels = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 176, maxLength: 176 });
    fc.assert(
      fc.property(
        levels,
        fc.integer({ min: 30, max: 170 }),
        fc.integer({ min: -500, max: 500 }),
        (all, hour, distance) => {
          const memory = memoryOf(hour, (index) => all[index] ?? 0);
          const move = { ...atHour(hour), distance };
          const yesterday = (back: number) =>
            ((all[hour - 24 - back] ?? 0) + (all[hour - 25 - back] ?? 0)) / 2;
          const explained = yesterday(0) - yesterday(1);

          expect(Math.abs(unexplainedMove(memory, move))).toBeLessThanOrEqual(
            Math.abs(distance - explained) + 1e-6,
          );
        },
      ),
    );
  });
});
