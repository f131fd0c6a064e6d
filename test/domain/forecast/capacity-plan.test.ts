import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapacityQuestion, planCapacity } from '#domain/forecast/capacity-plan.ts';
import { foreseeSpike, type SpikeQuestion } from '#domain/forecast/spike.ts';
import { secondsAfter } from '#domain/ids.ts';
import { START } from '../failure/recordings.ts';

/** Demand that is known exactly. */
function certain(demand: number) {
  return { q10: demand, q50: demand, q90: demand };
}

function question(demand: readonly number[], overrides: Partial<CapacityQuestion> = {}): CapacityQuestion {
  return {
    from: START,
    hours: demand.map(certain),
    unit: { capacity: 100, vcpus: 0.5, memoryGb: 1 },
    presentTasks: 2,
    headRoom: 0.2,
    largestStep: 1,
    ...overrides,
  };
}

describe('a capacity plan', () => {
  it('leaves head room, and steps up one task an hour, early enough for the peak', () => {
    const plan = planCapacity(question([100, 100, 100, 100, 400, 100]));

    expect(plan.hours.map(({ neededTasks }) => neededTasks)).toEqual([2, 2, 2, 2, 5, 2]);
    expect(plan.hours.map(({ plannedTasks }) => plannedTasks)).toEqual([2, 2, 3, 4, 5, 5]);
    expect(plan.steps).toEqual([
      { at: secondsAfter(START, 2 * 3600), fromTasks: 2, toTasks: 3 },
      { at: secondsAfter(START, 3 * 3600), fromTasks: 3, toTasks: 4 },
      { at: secondsAfter(START, 4 * 3600), fromTasks: 4, toTasks: 5 },
    ]);
    expect(plan.shortAt).toBeUndefined();
  });

  it('holds for 95 of 100 hours, not for the usual one', () => {
    const plan = planCapacity(question([], { hours: [{ q10: 50, q50: 100, q90: 200 }] }));

    expect(plan.hours[0]?.atMost).toBeCloseTo(228.35);
    expect(plan.hours[0]?.neededTasks).toBe(3);
  });

  it('never plans a step down, and tells what is spare instead', () => {
    const plan = planCapacity(question([10, 10, 10], { presentTasks: 6 }));

    expect(plan.steps).toEqual([]);
    expect(plan.addedCost.dollars).toBe(0);
    expect(plan.spareTaskHours).toBe(15);
  });

  it('names the added cost by the price table', () => {
    const { addedCost } = planCapacity(question([240, 240]));

    expect(addedCost.dollars).toBeCloseTo(2 * (0.5 * 0.04048 + 0.004445));
  });

  it('cuts the peak where it may not cost as much, and says so', () => {
    const demand = [100, 100, 100, 100, 400, 100];
    const anHour = 0.5 * 0.04048 + 0.004445;

    const plan = planCapacity(question(demand, { mostDollars: 7 * anHour }));

    expect(plan.hours.map(({ plannedTasks }) => plannedTasks)).toEqual([2, 2, 3, 4, 4, 4]);
    expect(plan).toMatchObject({ isCapped: true, shortAt: secondsAfter(START, 4 * 3600) });
    expect(plan.addedCost.dollars).toBeCloseTo(7 * anHour);
    expect(planCapacity(question(demand)).isCapped).toBe(false);
  });

  it('never costs more than it may, and never has fewer tasks than there are', () => {
    const demand = fc.array(fc.double({ min: 0, max: 3000, noNaN: true }), { maxLength: 48 });
    fc.assert(
      fc.property(demand, fc.double({ min: 0, max: 2, noNaN: true }), (list, mostDollars) => {
        const plan = planCapacity(question(list, { mostDollars }));

        expect(plan.addedCost.dollars).toBeLessThanOrEqual(mostDollars);
        for (const { plannedTasks } of plan.hours) expect(plannedTasks).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('says which hour cannot be met in time', () => {
    expect(planCapacity(question([800])).shortAt).toBe(START);
  });

  it('never shrinks, and never grows by more than a step', () => {
    const demand = fc.array(fc.double({ min: 0, max: 3000, noNaN: true }), { maxLength: 168 });
    fc.assert(
      fc.property(demand, fc.integer({ min: 1, max: 5 }), (list, largestStep) => {
        let before = 2;
        for (const { plannedTasks } of planCapacity(question(list, { largestStep })).hours) {
          expect(plannedTasks).toBeGreaterThanOrEqual(before);
          expect(plannedTasks).toBeLessThanOrEqual(before + largestStep);
          before = plannedTasks;
        }
      }),
    );
  });
});

describe('a foreseen spike', () => {
  function ask(demand: readonly number[], overrides: Partial<SpikeQuestion> = {}) {
    return foreseeSpike({
      from: START,
      periodSeconds: 300,
      demand: demand.map(certain),
      presentDemand: 100,
      presentTasks: 2,
      taskCapacity: 100,
      ...overrides,
    });
  }

  it('asks for tasks so early that they are warm before it', () => {
    expect(ask([100, 100, 100, 100, 350, 420, 100])).toEqual({
      spikeAt: secondsAfter(START, 1200),
      actBy: secondsAfter(START, 600),
      tasks: 5,
      peak: 420,
    });
  });

  it('ends where what there is suffices again: a later one is not its business yet', () => {
    expect(ask([100, 350, 300, 150, 100, 100, 100, 600])?.peak).toBe(350);
  });

  it('is no spike when demand only swings with the day, however far', () => {
    const morning = Array.from({ length: 48 }, (_, index) => 100 * 1.03 ** index);

    expect(ask(morning)).toBeUndefined();
  });

  it('is found between hours as well as between minutes', () => {
    expect(ask([110, 350, 100], { periodSeconds: 3600 })?.spikeAt).toBe(secondsAfter(START, 3600));
  });

  it('asks at once when it is too late for that', () => {
    expect(ask([300])?.actBy).toBe(START);
  });

  it.each([
    ['what there is suffices', [150, 190, 160], {}],
    ['demand only grows', [210, 215, 220], { presentDemand: 195 }],
    ['nothing is asked for', [], {}],
  ])('is none when %s', (_case, demand, overrides) => {
    expect(ask(demand, overrides)).toBeUndefined();
  });
});
