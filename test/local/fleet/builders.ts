// Fleets with sensible defaults for tests of the plant; a test names only what it is about.

import { metricQueriesFor } from '#contracts/naming.ts';
import { Instant, type ResourceId, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import {
  type AccidentTruth,
  createFleet,
  type Fleet,
  type FleetOptions,
  type Injection,
} from '#local/fleet/fleet.ts';

/** A Monday noon: enough load for faults that need it. */
export const NOON = Instant.parse(Date.UTC(2026, 10, 16, 12));
export const PERSON = { by: 'person', clientToken: 'test' } as const;

export const idOf = (text: string) => text as ServiceId;
export const resource = (text: string) => text as ResourceId;
export const minutesAfter = (at: Instant, minutes: number) => secondsAfter(at, minutes * 60);

/** A quiet fleet at noon: nothing happens but what a test injects. */
export function quietFleet(overrides: Partial<FleetOptions> = {}): Fleet {
  return createFleet({ seed: 3, startAt: NOON, hours: 24, injections: [], ...overrides });
}

/** An event half an hour after the start that lasts longer than any test. */
export function injection(overrides: Partial<Injection> & Pick<Injection, 'kind' | 'serviceId'>): Injection {
  return { at: minutesAfter(NOON, 30), strength: 0.8, durationMinutes: 600, ...overrides };
}

/** Lets the fleet run for so many minutes. */
export function runMinutes(fleet: Fleet, minutes: number): void {
  fleet.advanceTo(minutesAfter(fleet.now(), minutes));
}

/** Lets the fleet run until the only fault shows, for five hours at most. */
export function runUntilVisible(fleet: Fleet): AccidentTruth {
  for (let minute = 0; minute < 300; minute += 1) {
    runMinutes(fleet, 1);
    const [fault] = fleet.truth().faults;
    if (fault?.visibleAt !== undefined) return fault;
  }
  throw new Error('The fault was not visible within five hours');
}

/** Published points of one signal, over the whole run. */
export function pointsOf(fleet: Fleet, resourceId: string, signal: SignalName): readonly MetricPoint[] {
  const queries = metricQueriesFor(resource(resourceId)).filter((query) => query.signal === signal);
  return fleet.readMetrics(queries, Instant.parse(0), fleet.now())[0]?.points ?? [];
}
