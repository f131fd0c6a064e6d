// The person on call: paged, reacts after ten minutes, picks the right remedy in four of five cases, and looks again. Acts
// for static alarms and for Fleetmedic's escalations alike, so that neither gets the better colleague.

import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import { remediesFor } from './catalogue.ts';
import type { Fleet } from './fleet.ts';
import { openStream, pick } from './random.ts';
import { REMEDIES, type Remedy, tryRemedy } from './remedies.ts';
import type { AccidentTruth } from './truth.ts';

/** From the page to the first act; also until a wrong act is seen to be wrong. */
const REACTION_SECONDS = 600;
/** A right act is given longer: deployments take minutes, and so does the relief. */
const PATIENCE_SECONDS = 1200;
const RIGHT_SHARE = 0.8;

/** A page that waits for its moment. Plain data. */
interface PendingPage {
  readonly serviceId: ServiceId;
  readonly dueAt: Instant;
}

/** What was done about a fault so far, and until when it is given time to help. */
interface Care {
  readonly attempts: number;
  readonly waitsUntil: Instant;
}

/** The person as plain data. */
export interface PersonSnapshot {
  readonly seed: number;
  readonly pages: readonly PendingPage[];
  /** By the id of the fault. */
  readonly care: Readonly<Record<string, Care>>;
}

export interface Person {
  /** Calls the person about an ill service. Another call about it while that one is pending changes nothing. */
  page(serviceId: ServiceId, at: Instant): void;
  /** Does what is due. To be called whenever time has passed. */
  act(now: Instant): void;
  /** Plain data to go on from with `restorePerson`. */
  snapshot(): PersonSnapshot;
}

/** A person before this fleet, drawn from the seed. */
export function makePerson(fleet: Fleet, seed: number): Person {
  return restorePerson(fleet, { seed, pages: [], care: {} });
}

/** The person of the snapshot, before the fleet of the same moment. */
export function restorePerson(fleet: Fleet, { seed, ...memory }: PersonSnapshot): Person {
  let pages = [...memory.pages];
  const care: Record<string, Care> = { ...memory.care };

  function handle({ serviceId }: PendingPage, now: Instant): void {
    const fault = findFault(fleet, serviceId);
    if (!fault) return;
    const before = care[fault.id];
    // However many services ring because of a fault, one person does one thing about it at a time.
    const next =
      before && before.waitsUntil > now
        ? before
        : treatFault(fleet, fault, { seed, attempts: (before?.attempts ?? 0) + 1, now });
    care[fault.id] = next;
    pages.push({ serviceId, dueAt: next.waitsUntil });
  }

  return {
    page(serviceId, at) {
      if (pages.some((pending) => pending.serviceId === serviceId)) return;
      pages.push({ serviceId, dueAt: secondsAfter(at, REACTION_SECONDS) });
    },
    act(now) {
      const due = pages.filter(({ dueAt }) => dueAt <= now);
      pages = pages.filter(({ dueAt }) => dueAt > now);
      for (const page of due) handle(page, now);
    },
    snapshot: () => ({ seed, pages: [...pages], care: { ...care } }),
  };
}

interface Visit {
  readonly seed: number;
  /** This one included. */
  readonly attempts: number;
  readonly now: Instant;
}

/** One act about a fault, or none where it is left to the owner of the service. */
function treatFault(fleet: Fleet, fault: AccidentTruth, { seed, attempts, now }: Visit): Care {
  const { remedy, isRight } = chooseRemedy(seed, fault, attempts);
  const caller = { by: 'person', clientToken: `person/${fault.id}/${attempts}` } as const;
  const answer = remedy && tryRemedy(fleet, remedy, fault.serviceId, caller);
  const isDone = isRight && answer?.outcome !== 'rejected';
  return { attempts, waitsUntil: secondsAfter(now, isDone ? PATIENCE_SECONDS : REACTION_SECONDS) };
}

/** The newest open fault that users of the service can feel: its own, or one of what it depends on. */
function findFault(fleet: Fleet, serviceId: ServiceId): AccidentTruth | undefined {
  const reached = dependenciesOf(fleet, serviceId);
  const open = fleet
    .truth()
    .faults.filter((fault) => fault.endedAt === undefined && fault.visibleAt !== undefined);
  const own = open.findLast((fault) => fault.serviceId === serviceId);
  return (
    own ??
    open.findLast((fault) => reached.has(fault.serviceId) || fault.affectedServiceIds.includes(serviceId))
  );
}

/** All services on which this one depends, directly or not. */
function dependenciesOf(fleet: Fleet, serviceId: ServiceId): ReadonlySet<ServiceId> {
  const reached = new Set<ServiceId>([serviceId]);
  // A set visits members added while it is walked: dependencies of dependencies follow.
  for (const member of reached) {
    const service = fleet.topology.services.find(({ id }) => id === member);
    for (const dependency of service?.dependsOn ?? []) reached.add(dependency);
  }
  return reached;
}

interface Choice {
  /** Absent when the fault is left to the owner of the service. */
  readonly remedy: Remedy | undefined;
  readonly isRight: boolean;
}

/**
 * The same fault and attempt give the same choice, whoever paged and when. Where nothing at hand mends the fault, it is
 * right to leave it to the owner of the service.
 */
function chooseRemedy(seed: number, fault: AccidentTruth, attempt: number): Choice {
  const stream = openStream(seed, `person/${fault.id}/${attempt}`);
  const right = remediesFor(fault);
  const isRight = stream.uniform() < RIGHT_SHARE;
  if (isRight && right.length === 0) return { remedy: undefined, isRight };
  const wrong = REMEDIES.filter((remedy) => !right.includes(remedy));
  return { remedy: pick(stream, isRight ? right : wrong), isRight };
}
