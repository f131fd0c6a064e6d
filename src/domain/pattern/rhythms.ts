// Rhythms (M45): incidents of a service that come at one time of day, on one day of the week, or after changes, more often
// than if they came at any time. A day, or an hour of it, counts once, for trouble comes in heaps.

import type { Change } from '#domain/change/change.ts';
import { Instant, type ServiceId, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { chanceOfAtLeast, correctForMany, SURELY } from '#domain/pattern/chance.ts';
import type { Rhythm } from '#domain/pattern/pattern.ts';

/** Three at the same hour can be; of fewer nothing is asked. */
const LEAST_SUPPORT = 3;
const HOURS_PER_DAY = 24;
const DAYS_PER_WEEK = 7;
/** What a deployment breaks shows within so long, as a rule. */
const AFTER_CHANGE_SECONDS = 1800;
const MOST_RHYTHMS = 20;
const MOST_INCIDENTS = 5;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export interface RhythmFacts {
  readonly incidents: readonly Incident[];
  /** What people and platforms did to services; Fleetmedic's own acts follow incidents and are left out. */
  readonly changes: readonly Change[];
  readonly from: Instant;
  readonly to: Instant;
}

/** One question: of so many occasions, how many were like this, and how likely is each by chance. */
interface Question {
  readonly serviceId: ServiceId;
  readonly when: Rhythm['when'];
  readonly matching: readonly Incident[];
  readonly occasions: number;
  readonly probability: number;
}

/** The rhythms of every service, the surest first. */
export function findRhythms(facts: RhythmFacts): readonly Rhythm[] {
  const byService = Map.groupBy(facts.incidents, ({ serviceId }) => serviceId);
  const questions = [...byService].flatMap(([serviceId, incidents]) => [
    ...askOfHours(serviceId, incidents),
    ...askOfWeekdays(serviceId, incidents),
    askOfChanges(serviceId, incidents, facts),
  ]);
  const asked = questions.filter(({ occasions }) => occasions >= LEAST_SUPPORT);
  return correctForMany(asked.map(answer), asked.length)
    .filter(({ support, chance }) => support >= LEAST_SUPPORT && chance <= SURELY)
    .toSorted((one, other) => one.chance - other.chance || one.summary.localeCompare(other.summary))
    .slice(0, MOST_RHYTHMS);
}

function askOfHours(serviceId: ServiceId, incidents: readonly Incident[]): readonly Question[] {
  const once = oncePer(incidents, (at) => at.toISOString().slice(0, 13));
  return Array.from({ length: HOURS_PER_DAY }, (_, hour) => ({
    serviceId,
    when: { by: 'hour', hour },
    matching: once.filter(({ onsetAt }) => new Date(onsetAt).getUTCHours() === hour),
    occasions: once.length,
    probability: 1 / HOURS_PER_DAY,
  }));
}

function askOfWeekdays(serviceId: ServiceId, incidents: readonly Incident[]): readonly Question[] {
  const once = oncePer(incidents, (at) => at.toISOString().slice(0, 10));
  return Array.from({ length: DAYS_PER_WEEK }, (_, weekday) => ({
    serviceId,
    when: { by: 'weekday', weekday },
    matching: once.filter(({ onsetAt }) => new Date(onsetAt).getUTCDay() === weekday),
    occasions: once.length,
    probability: 1 / DAYS_PER_WEEK,
  }));
}

/** The first incident of each part of time. */
function oncePer(incidents: readonly Incident[], partOf: (at: Date) => string): readonly Incident[] {
  const first = new Map<string, Incident>();
  for (const incident of incidents) {
    const part = partOf(new Date(incident.onsetAt));
    if (!first.has(part)) first.set(part, incident);
  }
  return [...first.values()];
}

function askOfChanges(
  serviceId: ServiceId,
  incidents: readonly Incident[],
  { changes, from, to }: RhythmFacts,
): Question {
  const own = changes.filter((change) => change.serviceId === serviceId && isOfPeople(change));
  const starts = own.map(({ at }) => at).sort((one, other) => one - other);
  const matching = incidents.filter(({ onsetAt }) =>
    starts.some((at) => at <= onsetAt && secondsBetween(at, onsetAt) <= AFTER_CHANGE_SECONDS),
  );
  const probability = coveredSeconds(starts, to) / secondsBetween(from, to);
  return { serviceId, when: { by: 'change' }, matching, occasions: incidents.length, probability };
}

function isOfPeople({ kind, by }: Change): boolean {
  return by === 'other' && (kind === 'deployment' || kind === 'configuration');
}

/** How much of the time lies soon after a change, overlaps counted once. */
function coveredSeconds(starts: readonly Instant[], to: Instant): number {
  return starts.reduce((sum, at, index) => {
    const until = Math.min(starts[index + 1] ?? to, to);
    return sum + Math.min(AFTER_CHANGE_SECONDS, secondsBetween(at, Instant.parse(until)));
  }, 0);
}

function answer({ serviceId, when, matching, occasions, probability }: Question): Rhythm {
  const support = matching.length;
  return {
    kind: 'rhythm',
    serviceId,
    when,
    support,
    occasions,
    lift: probability > 0 ? support / occasions / probability : 0,
    chance: chanceOfAtLeast(support, occasions, probability),
    incidentIds: matching.slice(-MOST_INCIDENTS).map(({ incidentId }) => incidentId),
    summary: `${serviceId} falls ill ${tellWhen(when)}: ${support} of ${occasions} times`,
  };
}

function tellWhen(when: Rhythm['when']): string {
  switch (when.by) {
    case 'hour':
      return `between ${when.hour}:00 and ${when.hour + 1}:00 UTC`;
    case 'weekday':
      return `on a ${WEEKDAYS[when.weekday]}`;
    case 'change':
      return 'within half an hour of a change of it';
  }
}
