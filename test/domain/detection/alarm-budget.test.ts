import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  excessOf,
  PAGE_MEMORY_SECONDS,
  raisedBy,
  spendBudget,
  UNSPENT_BUDGET,
} from '#domain/detection/alarm-budget.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { evidence, minute, NOON } from '../../builders.ts';

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

describe('the bar of a service', () => {
  it('is raised by each false page, and lowered by quiet', () => {
    const pages = [minute(0), minute(60)];

    expect(raisedBy([], minute(60), 1)).toBe(0);
    expect(raisedBy(pages, minute(60), 1)).toBeCloseTo(2, 1);
    expect(raisedBy(pages, minute(WEEK_MINUTES), 1)).toBeCloseTo(1, 1);
    expect(raisedBy(pages, minute(3 * WEEK_MINUTES), 1)).toBe(0);
  });

  it('is lowered faster where more false pages are bearable, and forgets what is long ago', () => {
    expect(raisedBy([NOON], minute(WEEK_MINUTES / 2), 2)).toBe(0);
    expect(raisedBy([NOON], minute(PAGE_MEMORY_SECONDS / 60), 0.125)).toBe(0);
  });

  it('keeps the budget, whatever comes: each false page passed the bar that the ones before it had raised', () => {
    const loudness = fc.double({ min: 0, max: 4, noNaN: true });

    fc.assert(
      fc.property(
        fc.array(loudness, { maxLength: 60 }),
        fc.double({ min: 0.5, max: 4, noNaN: true }),
        (daily, budget) => {
          const pages: (typeof NOON)[] = [];
          daily.forEach((excess, day) => {
            const at = minute(day * 1440);
            if (excess >= raisedBy(pages, at, budget)) pages.push(at);
          });

          expect(pages.length).toBeLessThanOrEqual((daily.length / 7) * budget + 4 + 1);
        },
      ),
    );
  });
});

describe('how far evidence stands above its bar', () => {
  const excess = (...found: Parameters<typeof evidence>) =>
    excessOf([evidence(...found)], DEFAULT_DETECTION_SETTINGS);
  const { width } = DEFAULT_DETECTION_SETTINGS.bands;
  const { bar } = DEFAULT_DETECTION_SETTINGS.model;

  it('is counted from the edge of the band, or from the bar of the model, whichever it has passed by more', () => {
    expect(excess({ detectors: ['threshold'], deviation: -Math.E * width, modelScore: 0 })).toBeCloseTo(1);
    expect(excess({ detectors: ['model'], deviation: 0.7 * width, modelScore: bar })).toBe(0);
    expect(excess({ detectors: ['model'], deviation: 0.7 * width, modelScore: 0.9 })).toBeGreaterThan(2);
  });

  it.each(['failure', 'trend', 'prediction', 'rule'] as const)(
    'is beyond any budget for what %s says',
    (detector) => {
      const found = { indicator: 'memory', detectors: ['threshold', detector] } as const;

      expect(excess(found)).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it('is not moved by a known pattern', () => {
    const usual = { deviation: width, modelScore: 0 };

    expect(excess({ ...usual, detectors: ['threshold', 'pattern'] })).toBe(0);
  });

  it('does not rest on what no user feels, and is beyond any budget where nothing else is known', () => {
    const loud = evidence({ indicator: 'cpu', deviation: 100 * width, detectors: ['threshold'] });
    const quiet = evidence({ deviation: width, detectors: ['threshold'], modelScore: 0 });

    expect(excessOf([loud, quiet], DEFAULT_DETECTION_SETTINGS)).toBe(0);
    expect(excessOf([], DEFAULT_DETECTION_SETTINGS)).toBe(Number.POSITIVE_INFINITY);
  });
});
