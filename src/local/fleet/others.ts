// What three others would have made of the same story: nobody, the platform alone, and the platform with static alarms and
// a person. The yardsticks of every run's report.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import { createFleet, type Fleet, type FleetOptions } from './fleet.ts';
import { makePerson } from './person.ts';
import { makeStaticAlarms } from './static-alarms.ts';

export interface OtherRun {
  /** First-hand requests of people and messages, and how many of them failed. */
  readonly requests: number;
  readonly failedRequests: number;
  /** Acts of the person. */
  readonly calls: number;
}

/** Nobody acts, not even the platform. */
export function runNobody(options: FleetOptions): OtherRun {
  return runAlone({ ...options, isPlatformActive: false });
}

/** Only autoscaling and the deployment circuit breaker act. */
export function runPlatformOnly(options: FleetOptions): OtherRun {
  return runAlone({ ...options, isPlatformActive: true });
}

function runAlone(options: FleetOptions): OtherRun {
  const fleet = createFleet(options);
  fleet.advanceTo(endOf(options));
  return summarize(fleet);
}

/** The platform acts, static alarms page a person, and the person acts ten minutes later. */
export function runStaticAlarmsAndPerson(options: FleetOptions): OtherRun {
  const fleet = createFleet({ ...options, isPlatformActive: true });
  const person = makePerson(fleet, options.seed);
  const alarms = makeStaticAlarms(fleet, { ofResources: false });
  const end = endOf(options);
  while (fleet.now() < end) {
    fleet.advanceTo(secondsAfter(fleet.now(), 60));
    for (const { serviceId } of alarms.evaluate()) person.page(serviceId, fleet.now());
    person.act(fleet.now());
  }
  return summarize(fleet);
}

function endOf({ startAt, hours }: FleetOptions): Instant {
  return secondsAfter(startAt, hours * 3600);
}

function summarize(fleet: Fleet): OtherRun {
  const { requests, failedRequests } = fleet.truth();
  return { requests, failedRequests, calls: fleet.calls().filter(({ by }) => by === 'person').length };
}
