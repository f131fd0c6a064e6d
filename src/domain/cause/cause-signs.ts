// The signs that speak for and against each component as the cause, read from its evidence, its place in the call graph
// and the incident as a whole. Nothing in them names a component, a metric or a system.

import { numberAt } from '#domain/baseline/number-at.ts';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { DEVIATION_CAP } from '#domain/cause/deviation.ts';
import type { ComponentEvidence } from '#domain/cause/evidence.ts';
import { failingVolume, waitingVolume } from '#domain/cause/harm-volume.ts';
import { classifyMetric } from '#domain/cause/metric-kind.ts';
import { type Member, setScene, strongestOf } from '#domain/cause/scene.ts';
import { blameForWaits } from '#domain/cause/waiting.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';

/** What speaks for and against a component as the cause: usual steps brought to 0 to 1, shares, and flags of 0 or 1. */
export interface CauseSigns {
  readonly latency: number;
  readonly errors: number;
  readonly waiting: number;
  readonly cpu: number;
  readonly memory: number;
  readonly trafficGain: number;
  readonly trafficLoss: number;
  /** Of the largest volume in the incident; `own` without what it passes on. */
  readonly waitingVolume: number;
  readonly ownWaitingVolume: number;
  readonly failingVolume: number;
  readonly ownFailingVolume: number;
  /** Of the strongest one that it calls. */
  readonly calleeLatency: number;
  readonly calleeErrors: number;
  /** Of the strongest one that calls it. */
  readonly callerLatency: number;
  readonly callerErrors: number;
  readonly callerTrafficGain: number;
  /** Blame for waits of its callers that nothing slow explains. */
  readonly unexplainedWait: number;
  /** It gets fewer requests while callers fail, and nothing that they call fails: they cannot reach it. */
  readonly starvation: number;
  /** Of the most starved one that it calls. */
  readonly calleeStarvation: number;
  readonly isOnPath: number;
  readonly isSymptom: number;
  readonly isLeaf: number;
  readonly isOutsideView: number;
  readonly isNewlyCalled: number;
  readonly callsSomethingNew: number;
  /** From the first onset in the incident to its own, 1 is as late as counts. */
  readonly lag: number;
  /** It was changed shortly before the onset. */
  readonly hasChanged: number;
  readonly symptomIsLatency: number;
  readonly symptomIsErrors: number;
}

/** From so many usual steps on a component counts as ill. */
export const ILL_STEPS = 4;
/** A component with fewer usual requests per point is hardly ever called. */
const UNUSED_REQUESTS = 0.5;
/** Traffic that falls by so many usual steps has broken off. */
const STARVED_STEPS = 6;
/** A change so long before the onset may have caused it. */
const CHANGE_SECONDS = 1800;
/** An onset so much later than the first one says nothing more. */
const LONGEST_LAG_SECONDS = 900;
/**
 * Names of what is not traced itself but seen by those on its other side: X-Ray's clients and remote hosts. Another
 * component may be the same thing seen from within.
 */
const OUTSIDE_VIEW = /_(remote|client)$|^(client|user|internet)$/i;

/** What the signs of one member are set against: the incident as a whole. */
interface Whole {
  readonly largestWaiting: number;
  readonly largestFailing: number;
  readonly firstOnsetAt: number;
}

/** The signs of every component at an onset, in the order of the evidence. */
export function readSigns(
  { calls, symptom, changes = [] }: Omit<IncidentPicture, 'components'>,
  evidence: readonly ComponentEvidence[],
  onsetAt: Instant,
): readonly CauseSigns[] {
  const members = setScene(evidence, calls, symptom?.component);
  const blames = blameForWaits(members);
  const whole = lookAtWhole(members);
  const recent = changes.filter(({ at }) => Math.abs(secondsBetween(at, onsetAt)) <= CHANGE_SECONDS);
  const changed = new Set(recent.map(({ component }) => component));
  const complaint = classifyMetric(symptom?.metric ?? '').kind;
  return members.map((member, index) => ({
    ...ownSigns(member),
    ...volumeSigns(member, whole),
    ...neighbourSigns(member),
    ...placeSigns(member, whole),
    unexplainedWait: share(numberAt(blames, index)),
    hasChanged: asNumber(changed.has(member.evidence.name)),
    symptomIsLatency: asNumber(complaint === 'latency'),
    symptomIsErrors: asNumber(complaint === 'errors'),
  }));
}

function lookAtWhole(members: readonly Member[]): Whole {
  return {
    largestWaiting: Math.max(Number.EPSILON, ...members.map((member) => waitingVolume(member).total)),
    largestFailing: Math.max(Number.EPSILON, ...members.map((member) => failingVolume(member).total)),
    firstOnsetAt: Math.min(...members.map(startOf)),
  };
}

/** When the first strong deviation of a component began; infinite where it has none. */
function startOf({ evidence: { deviations } }: Member): number {
  const starts = deviations
    .filter(({ steps }) => Math.abs(steps) >= ILL_STEPS)
    .map(({ startedAt }) => startedAt as number);
  return Math.min(Number.POSITIVE_INFINITY, ...starts);
}

function ownSigns({ evidence: { strengths, trafficSteps } }: Member) {
  const { latency, errors, waiting, cpu, memory } = strengths;
  return {
    latency: share(latency),
    errors: share(errors),
    waiting: share(waiting),
    cpu: share(cpu),
    memory: share(memory),
    trafficGain: share(Math.max(0, trafficSteps)),
    trafficLoss: share(Math.max(0, -trafficSteps)),
  };
}

function volumeSigns(member: Member, { largestWaiting, largestFailing }: Whole) {
  const [waiting, failing] = [waitingVolume(member), failingVolume(member)];
  return {
    waitingVolume: waiting.total / largestWaiting,
    ownWaitingVolume: waiting.own / largestWaiting,
    failingVolume: failing.total / largestFailing,
    ownFailingVolume: failing.own / largestFailing,
  };
}

function neighbourSigns(member: Member) {
  const { callers, callees } = member;
  const gains = callers.map(({ evidence }) => evidence.trafficSteps);
  return {
    calleeLatency: share(strongestOf(callees, 'latency')),
    calleeErrors: share(strongestOf(callees, 'errors')),
    callerLatency: share(strongestOf(callers, 'latency')),
    callerErrors: share(strongestOf(callers, 'errors')),
    callerTrafficGain: share(Math.max(0, ...gains)),
    starvation: share(starvationOf(member)),
    calleeStarvation: share(Math.max(0, ...callees.map(starvationOf))),
  };
}

/** Failures of a caller that nothing failing that it calls explains, as far as the component lost traffic. */
function starvationOf({ evidence, callers }: Member): number {
  const loss = Math.max(0, -evidence.trafficSteps);
  const failures = callers.map(
    (caller) => caller.evidence.strengths.errors - strongestOf(caller.callees, 'errors'),
  );
  return Math.max(0, ...failures) * Math.min(1, loss / STARVED_STEPS);
}

function placeSigns(member: Member, { firstOnsetAt }: Whole) {
  const { evidence, callees, isOnPath, isSymptom } = member;
  const startedAt = startOf(member);
  return {
    isOnPath: asNumber(isOnPath),
    isSymptom: asNumber(isSymptom),
    isLeaf: asNumber(callees.length === 0),
    isOutsideView: asNumber(OUTSIDE_VIEW.test(evidence.name)),
    isNewlyCalled: asNumber(isNewlyCalled(member)),
    callsSomethingNew: asNumber(callees.some(isNewlyCalled)),
    // Without any onset of its own a component is as late as can be.
    lag: Number.isFinite(startedAt)
      ? Math.min(1, (startedAt - firstOnsetAt) / 1000 / LONGEST_LAG_SECONDS)
      : 1,
  };
}

function isNewlyCalled({ evidence: { requests, trafficSteps } }: Member): boolean {
  return requests !== undefined && requests < UNUSED_REQUESTS && trafficSteps >= ILL_STEPS;
}

function share(steps: number): number {
  return steps / DEVIATION_CAP;
}

function asNumber(flag: boolean): number {
  return flag ? 1 : 0;
}
