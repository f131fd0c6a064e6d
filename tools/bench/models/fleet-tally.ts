// What one story of the fleet comes to, counted against the plant's truth: what people were told, what they should have
// been told, and when.

import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { falseIncidents, scoreFaults, tellsOf } from '#local/demo/scoring.ts';
import type { AccidentKind } from '#local/fleet/accident.ts';
import type { AccidentTruth } from '#local/fleet/fleet.ts';
import { typesOf } from '../../features/failure-types/true-types.ts';
import type { FeltLeak, Notice, StoryRecord } from './fleet-run.ts';

/** Counts and delays of one story; those of several are added. */
export interface StoryTally {
  readonly serviceDays: number;
  readonly injected: number;
  readonly told: Telling;
  readonly ours: Watcher;
  readonly thresholds: Watcher;
  readonly leaks: number;
  readonly leaksAhead: number;
  /** Warnings, a run of minutes each, of services that no fault reached. */
  readonly idleWarnings: number;
  readonly diagnosed: number;
  readonly rightService: number;
  readonly strictlyRight: number;
  readonly rightType: number;
}

/** How often people are told something. */
export interface Telling {
  readonly incidents: number;
  readonly pages: number;
  /** Static thresholds, each time one begins to ring; and the same with repeats within a quarter of an hour left out. */
  readonly notices: number;
  readonly calmNotices: number;
}

/** How well one of the two sees faults. */
export interface Watcher {
  readonly detected: number;
  readonly falseCount: number;
  /** Of abrupt faults: minutes of data needed, from the first in which users noticed. */
  readonly ticks: readonly number[];
  /** Of the same faults: minutes until it was told, with all delays of publication. */
  readonly minutes: readonly number[];
}

const MINUTE_SECONDS = 60;
const CALM_SECONDS = 900;
/** So long before users feel a leak a warning is of use: time to look at it, and to restart. */
const AHEAD_SECONDS = 900;
/** Warnings of one service further apart than this are two. */
const WARNING_GAP_SECONDS = 1800;
/** What a fault leaves behind may be told of so long after its end, as in the report of a story. */
const AFTERMATH_SECONDS = 1200;
const LEAKS: readonly AccidentKind[] = ['F4', 'F5'];

/** Counts one story. */
export function tallyStory(record: StoryRecord): StoryTally {
  const causes = judgeCauses(record);
  return {
    serviceDays: record.serviceDays,
    injected: record.faults.length,
    told: {
      incidents: record.incidents.length,
      pages: record.pages.length,
      notices: record.notices.length,
      calmNotices: calmNotices(record.notices).length,
    },
    ours: watchOurs(record),
    thresholds: watchThresholds(record),
    leaks: record.leaks.length,
    leaksAhead: record.leaks.filter((leak) => isAhead(record, leak)).length,
    idleWarnings: countIdleWarnings(record),
    diagnosed: causes.length,
    rightService: causes.filter(({ isRightService }) => isRightService).length,
    strictlyRight: causes.filter(({ isStrictlyRight }) => isStrictlyRight).length,
    rightType: causes.filter(({ isRightType }) => isRightType).length,
  };
}

function watchOurs(record: StoryRecord): Watcher {
  const scores = scoreFaults(record);
  const found = scores.filter(({ fault, isDetected }) => isDetected && isAbrupt(fault));
  const signs = found.flatMap(({ fault }) => {
    const first = record.anomalies
      .filter(
        (sign) => feels(fault, sign.serviceId) && sign.at >= fault.onset && isDuring(record, fault, sign.at),
      )
      .sort((one, other) => one.at - other.at)[0];
    return first && fault.visibleAt !== undefined ? [{ ...first, visibleAt: fault.visibleAt }] : [];
  });
  return {
    detected: scores.filter(({ isDetected }) => isDetected).length,
    falseCount: falseIncidents(record).length,
    ticks: signs.map(({ at, visibleAt }) => 1 + minutesBetween(visibleAt, at)),
    minutes: signs.map(({ detectedAt, visibleAt }) => minutesBetween(visibleAt, detectedAt)),
  };
}

/** Their latest minute of data is not known; only when they rang is. */
function watchThresholds(record: StoryRecord): Watcher {
  const { faults, benign, notices } = record;
  const real = [...faults, ...benign.filter(({ kind }) => kind === 'B6')];
  const firsts = faults.map((fault) => ({
    fault,
    first: notices.find((notice) => isOf(record, fault, notice)),
  }));
  return {
    detected: firsts.filter(({ first }) => first).length,
    falseCount: notices.filter((notice) => !real.some((cause) => isOf(record, cause, notice))).length,
    ticks: [],
    minutes: firsts.flatMap(({ fault, first }) =>
      first && fault.visibleAt !== undefined && isAbrupt(fault)
        ? [minutesBetween(fault.visibleAt, first.at)]
        : [],
    ),
  };
}

/** At once at full strength; a leak is not, whenever it begins. */
function isAbrupt({ shape, kind }: AccidentTruth): boolean {
  return shape === 'step' && !LEAKS.includes(kind);
}

function isOf(record: StoryRecord, cause: AccidentTruth, { at, serviceId }: Notice): boolean {
  return feels(cause, serviceId) && isDuring(record, cause, at);
}

function feels({ serviceId, affectedServiceIds }: AccidentTruth, other: ServiceId): boolean {
  return serviceId === other || affectedServiceIds.includes(other);
}

function isDuring(
  { endedAt: storyEnd }: StoryRecord,
  { onset, endedAt }: AccidentTruth,
  at: Instant,
): boolean {
  return at >= onset && at <= secondsAfter(endedAt ?? storyEnd, AFTERMATH_SECONDS);
}

function minutesBetween(from: Instant, to: Instant): number {
  return Math.max(0, secondsBetween(from, to) / MINUTE_SECONDS);
}

function calmNotices(notices: readonly Notice[]): readonly Notice[] {
  const rangAt = new Map<string, Instant>();
  return notices.filter(({ at, serviceId, alarm }) => {
    const key = `${serviceId} ${alarm}`;
    const before = rangAt.get(key);
    rangAt.set(key, at);
    return before === undefined || secondsBetween(before, at) > CALM_SECONDS;
  });
}

/** Warned of, or opened as an incident, a quarter of an hour before users would have felt it. */
function isAhead({ warnings, incidents }: StoryRecord, { fault, feltAt }: FeltLeak): boolean {
  const latest = secondsAfter(feltAt, -AHEAD_SECONDS);
  const isTimely = (at: Instant) => at >= fault.onset && at <= latest;
  return (
    warnings.some(({ serviceId, at }) => serviceId === fault.serviceId && isTimely(at)) ||
    incidents.some(({ serviceIds, openedAt }) => serviceIds.includes(fault.serviceId) && isTimely(openedAt))
  );
}

function countIdleWarnings(record: StoryRecord): number {
  const { warnings, faults, benign } = record;
  const real = [...faults, ...benign.filter(({ kind }) => kind === 'B6')];
  const idle = warnings.filter(
    ({ serviceId, at }) => !real.some((cause) => feels(cause, serviceId) && isDuring(record, cause, at)),
  );
  const runs = [...Map.groupBy(idle, ({ serviceId }) => serviceId).values()].map(
    (own) =>
      own.filter(({ at }, place) => {
        const before = own[place - 1];
        return before === undefined || secondsBetween(before.at, at) > WARNING_GAP_SECONDS;
      }).length,
  );
  return runs.reduce((sum, count) => sum + count, 0);
}

/** Whether the first hypothesis of an incident names what was struck, and how. */
export interface CauseVerdict {
  readonly incident: Incident;
  /** All faults that the incident may be of: two can be at work at once. */
  readonly faults: readonly AccidentTruth[];
  readonly isRightService: boolean;
  /** The very service that was struck by the one fault that users felt nearest to the onset of the incident. */
  readonly isStrictlyRight: boolean;
  readonly isRightType: boolean;
}

/**
 * One verdict for each incident that belongs to a fault and was not over when it was looked at. Right is what is true of
 * one of its faults; no diagnosis, and one that names nothing, is wrong.
 */
export function judgeCauses(record: StoryRecord): readonly CauseVerdict[] {
  return record.incidents.flatMap((incident) => {
    const faults = record.faults.filter((fault) => tellsOf(incident, fault, record.endedAt));
    const diagnosis = record.diagnoses.find(({ incidentId }) => incidentId === incident.incidentId);
    if (faults.length === 0 || diagnosis?.outcome === 'recovered-by-itself') return [];
    const named = diagnosis?.hypotheses[0];
    const placed = faults.filter((fault) => named && placesOf(record, fault).includes(named.serviceId));
    const isRightType = placed.some((fault) => named && typesOf(fault).includes(named.failureType));
    const nearest = nearestFault(incident, faults);
    const isStrictlyRight =
      named !== undefined && nearest.flatMap((fault) => struckBy(record, fault)).includes(named.serviceId);
    return { incident, faults, isRightService: placed.length > 0, isStrictlyRight, isRightType };
  });
}

/** None, or the one. */
function nearestFault(incident: Incident, faults: readonly AccidentTruth[]): readonly AccidentTruth[] {
  return byNearness(incident, faults).slice(0, 1);
}

/** The faults in the order in which users felt them nearest to the onset of an incident. */
export function byNearness(
  { onsetAt }: Incident,
  faults: readonly AccidentTruth[],
): readonly AccidentTruth[] {
  const distance = ({ visibleAt, onset }: AccidentTruth) => Math.abs((visibleAt ?? onset) - onsetAt);
  return faults.toSorted((one, other) => distance(one) - distance(other));
}

function struckBy({ thirdParties }: StoryRecord, { kind, serviceId }: AccidentTruth): readonly ServiceId[] {
  return kind === 'F8' ? [serviceId, ...(thirdParties[serviceId] ?? [])] : [serviceId];
}

/** Where the fault is: what it struck, a third party that is slow, or, of a surge, whom it is passed on to. */
function placesOf(record: StoryRecord, fault: AccidentTruth): readonly ServiceId[] {
  const passedOn = fault.kind === 'F6' ? record.reachOfSurge[fault.serviceId] : undefined;
  return [...struckBy(record, fault), ...(passedOn ?? [])];
}
