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
  readonly serviceIds: readonly ServiceId[];
  readonly dueAt: Instant;
}

/** The person as plain data. */
export interface PersonSnapshot {
  readonly seed: number;
  readonly pages: readonly PendingPage[];
  /** Acts so far on each fault, by its id. */
  readonly attempts: Readonly<Record<string, number>>;
}

export interface Person {
  /**
   * Calls the person about services that are ill together; the first that a fault explains is looked at. Another call
   * about one of them while that one is pending changes nothing.
   */
  page(serviceIds: readonly ServiceId[], at: Instant): void;
  /** Does what is due. To be called whenever time has passed. */
  act(now: Instant): void;
  /** Plain data to go on from with `restorePerson`. */
  snapshot(): PersonSnapshot;
}

/** A person before this fleet, drawn from the seed. */
export function makePerson(fleet: Fleet, seed: number): Person {
  return restorePerson(fleet, { seed, pages: [], attempts: {} });
}

/** The person of the snapshot, before the fleet of the same moment. */
export function restorePerson(fleet: Fleet, { seed, ...memory }: PersonSnapshot): Person {
  let pages = [...memory.pages];
  const attempts: Record<string, number> = { ...memory.attempts };

  function handle({ serviceIds }: PendingPage, now: Instant): void {
    const [fault] = serviceIds.flatMap((serviceId) => findFault(fleet, serviceId) ?? []);
    if (!fault) return;
    const attempt = (attempts[fault.id] ?? 0) + 1;
    attempts[fault.id] = attempt;
    const { remedy, isRight } = chooseRemedy(seed, fault, attempt);
    const caller = { by: 'person', clientToken: `person/${fault.id}/${attempt}` } as const;
    const answer = tryRemedy(fleet, remedy, fault.serviceId, caller);
    const isDone = isRight && answer.outcome === 'accepted';
    const dueAt = secondsAfter(now, isDone ? PATIENCE_SECONDS : REACTION_SECONDS);
    pages.push({ serviceIds, dueAt });
  }

  return {
    page(serviceIds, at) {
      if (pages.some((pending) => pending.serviceIds.some((id) => serviceIds.includes(id)))) return;
      pages.push({ serviceIds, dueAt: secondsAfter(at, REACTION_SECONDS) });
    },
    act(now) {
      const due = pages.filter(({ dueAt }) => dueAt <= now);
      pages = pages.filter(({ dueAt }) => dueAt > now);
      for (const page of due) handle(page, now);
    },
    snapshot: () => ({ seed, pages: [...pages], attempts: { ...attempts } }),
  };
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

/** The same fault and attempt give the same choice, whoever paged and when. */
function chooseRemedy(
  seed: number,
  fault: AccidentTruth,
  attempt: number,
): { readonly remedy: Remedy; readonly isRight: boolean } {
  const stream = openStream(seed, `person/${fault.id}/${attempt}`);
  const right = remediesFor(fault);
  const isRight = stream.uniform() < RIGHT_SHARE && right.length > 0;
  const wrong = REMEDIES.filter((remedy) => !right.includes(remedy));
  return { remedy: pick(stream, isRight ? right : wrong), isRight };
}
