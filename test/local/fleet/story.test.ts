import { describe, expect, it } from 'vitest';
import { Instant } from '#domain/ids.ts';
import { FAULT_KINDS } from '#local/fleet/accident.ts';
import { createFleet, type FleetOptions } from '#local/fleet/fleet.ts';
import { minutesAfter } from './builders.ts';

const START = Instant.parse(Date.UTC(2026, 10, 16));

/** All events of a story, told without running the fleet. */
function tell(overrides: Partial<FleetOptions> = {}) {
  const { state } = createFleet({ seed: 1, startAt: START, hours: 24, ...overrides }).snapshot();
  return state.accidents;
}

describe('a story', () => {
  it('has about eight faults and eight benign events a day', () => {
    const stories = Array.from({ length: 10 }, (_, seed) => tell({ seed }));

    const faults = stories.flat().filter(({ kind }) => kind.startsWith('F')).length;
    const benign = stories.flat().filter(({ kind }) => kind.startsWith('B')).length;
    expect(faults).toBeGreaterThanOrEqual(75);
    expect(faults).toBeLessThanOrEqual(90);
    expect(benign).toBeGreaterThan(60);
  });

  it('tells every kind of fault about equally often', () => {
    const told = Array.from({ length: 10 }, (_, seed) => tell({ seed })).flat();

    for (const kind of FAULT_KINDS)
      expect(told.filter((accident) => accident.kind === kind).length).toBeGreaterThan(4);
  });

  it('leaves the first two hours and the last one and a half in peace', () => {
    for (const { onset } of Array.from({ length: 10 }, (_, seed) => tell({ seed })).flat()) {
      expect(onset).toBeGreaterThanOrEqual(minutesAfter(START, 120));
      expect(onset).toBeLessThanOrEqual(minutesAfter(START, 24 * 60 - 90));
    }
  });

  it('rarely strikes one service twice at a time', () => {
    const clashes = Array.from({ length: 10 }, (_, seed) => tell({ seed })).flatMap((accidents) =>
      accidents.filter((one) =>
        accidents.some(
          (other) =>
            other !== one &&
            other.service === one.service &&
            other.onset >= one.onset &&
            other.onset < one.endsAt,
        ),
      ),
    );

    expect(clashes.length).toBeLessThan(16);
  });

  it('tells only the kinds asked for, as often as asked for', () => {
    const told = tell({ kinds: ['F1', 'B6'], faultsPerDay: 3, benignPerDay: 2 });

    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['F1', 'B6']));
    expect(told.length).toBeGreaterThanOrEqual(5);
    expect(told.length).toBeLessThanOrEqual(7);
  });

  it('tells nothing when the hours are too few, or there is nobody to strike', () => {
    expect(tell({ hours: 3 })).toEqual([]);
    expect(tell({ serviceCount: 1, kinds: ['F8', 'F15'] })).toEqual([]);
    expect(tell({ kinds: [] })).toEqual([]);
  });

  it('puts the nightly batch into the night', () => {
    const told = tell({ kinds: ['B3'], hours: 72, benignPerDay: 3 });

    expect(told.length).toBeGreaterThan(0);
    for (const { onset } of told) expect(new Date(onset).getUTCHours()).toBe(2);
  });
});
