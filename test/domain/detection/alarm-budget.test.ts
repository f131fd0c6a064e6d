import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spendBudget, UNSPENT_BUDGET } from '#domain/detection/alarm-budget.ts';

const WEEK_MINUTES = 7 * 1440;

/** The events among points that stand so far above the frozen bar, one a minute, with a budget of one a week. */
function eventsOf(excesses: readonly number[], alarmsPerWeek = 1): number {
  let state = UNSPENT_BUDGET;
  let events = 0;
  for (const excess of excesses) {
    const wasInAlarm = state.isInAlarm;
    const spent = spendBudget(state, { alarmsPerWeek, periodSeconds: 60, excess });
    if (spent.isAlarm && !wasInAlarm) events++;
    state = spent.state;
  }
  return events;
}

describe('the alarm budget', () => {
  it('lets the first alarm through, and nothing below the frozen bar', () => {
    expect(eventsOf([-1, 0.1, -1])).toBe(1);
    expect(eventsOf([-1, -0.1, -1])).toBe(0);
  });

  it('pays for one event once, however long it lasts', () => {
    expect(eventsOf([-1, 0.5, 0.5, 0.5, 0.5, -1])).toBe(1);
  });

  it('asks more of each further alarm, until quiet has paid for it', () => {
    const quiet = (minutes: number) => new Array<number>(minutes).fill(-1);

    expect(eventsOf([0.5, -1, 0.5])).toBe(1);
    expect(eventsOf([0.5, -1, 1.5])).toBe(2);
    expect(eventsOf([0.5, ...quiet(WEEK_MINUTES / 2 + 10), 0.5])).toBe(2);
  });

  it('is kept in the long run by a series that cries wolf every hour', () => {
    const weeks = 20;
    const excesses = Array.from({ length: weeks * WEEK_MINUTES }, (_, i) =>
      i % 60 === 0 ? (i % 7) / 3 : -1,
    );

    const perWeek = eventsOf(excesses) / weeks;

    expect(perWeek).toBeLessThan(1.3);
    expect(perWeek).toBeGreaterThan(0.7);
  });

  it('is never overspent by more than what the loudest alarm is worth', () => {
    const excess = fc.double({ min: -5, max: 5, noNaN: true });

    fc.assert(
      fc.property(fc.array(excess, { maxLength: 300 }), (excesses) => {
        const allowed = excesses.length / WEEK_MINUTES;

        expect(eventsOf(excesses)).toBeLessThanOrEqual(allowed + 5 + 2);
      }),
    );
  });
});
