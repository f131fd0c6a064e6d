// What the services of the fleet write into their logs: what each can see itself, in the words of common libraries. Nobody
// writes why. A healthy service complains now and then as well, and its logger keeps one line of many.

import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import { callOf, callSpecOf, databaseOf, type Plant, type ServiceView } from './plant.ts';
import { openStream, type RandomStream } from './random.ts';

/** Lines that one service wrote in one minute. */
export interface WrittenLines {
  readonly serviceId: ServiceId;
  readonly lines: readonly { readonly at: Instant; readonly message: string }[];
}

/** Loggers sample: of so many like lines one is kept, and of one kind so many a minute at most. */
const SAMPLED = 60;
const MOST_LINES = 20;
const MINUTE_SECONDS = 60;
/** A call that takes so much of its timeout ends in one. */
const TIMEOUT_SHARE = 0.8;
/** Share of time in garbage collection from which the runtime complains. */
const GC_COMPLAINS = 0.05;
/** A harmless complaint of a healthy service comes about every twenty minutes. */
const HARMLESS_CHANCE = 0.05;
const HARMLESS = [
  'WARN slow query: SELECT took 1204 ms',
  'WARN client closed the connection before the response was sent',
  'ERROR validation failed: field "quantity" must be positive',
] as const;

/** One kind of line, and how many a second there was reason to write. */
interface Complaint {
  readonly message: string;
  readonly perSecond: number;
}

/** The lines of the minute before `at`, of every service that wrote any. Asked twice it tells the same. */
export function tellErrorLines(plant: Plant, seed: number): readonly WrittenLines[] {
  const { now } = plant.state;
  return plant.views.flatMap((view) => {
    const random = openStream(seed, `log/${view.spec.index}/${now}`);
    const lines = complaintsOf(plant, view).flatMap((complaint) => write(complaint, now, random));
    const harmless = random.uniform() < HARMLESS_CHANCE ? [pickHarmless(random)] : [];
    const all = [...lines, ...harmless.map((message) => ({ at: momentOf(now, random), message }))];
    return all.length === 0 ? [] : [{ serviceId: view.spec.id, lines: all }];
  });
}

function write({ message, perSecond }: Complaint, now: Instant, random: RandomStream) {
  const due = (perSecond * MINUTE_SECONDS) / SAMPLED;
  const count = Math.min(MOST_LINES, Math.floor(due + random.uniform()));
  return Array.from({ length: count }, () => {
    const at = momentOf(now, random);
    const request = Math.floor(random.uniform() * 2 ** 32).toString(16);
    return { at, message: `${message} (request ${request.padStart(8, '0')})` };
  });
}

function momentOf(now: Instant, random: RandomStream): Instant {
  return secondsAfter(now, -MINUTE_SECONDS * random.uniform());
}

function pickHarmless(random: RandomStream): string {
  return HARMLESS[Math.floor(random.uniform() * HARMLESS.length)] ?? HARMLESS[0];
}

/** What a service has to complain of, as it sees it. */
function complaintsOf(plant: Plant, view: ServiceView): readonly Complaint[] {
  const { flow } = view;
  const refused = {
    message: 'ERROR 503 Service Unavailable: request queue is full',
    share: flow.rejectedShare,
  };
  const failing = {
    message: 'ERROR ETIMEDOUT: worker did not answer its health ping',
    share: flow.illShare * flow.illFailShare,
  };
  const atDoor = [refused, failing].map(({ message, share }) => ({
    message,
    perSecond: flow.reached * share,
  }));
  const pause = flow.gcShare > GC_COMPLAINS ? flow.running / MINUTE_SECONDS : 0;
  const garbage = { message: 'WARN GC overhead: the heap is nearly full', perSecond: SAMPLED * pause };
  return [...atDoor, garbage, ...ownComplaints(plant, view), ...callComplaints(plant, view)];
}

function ownComplaints(plant: Plant, { spec, flow }: ServiceView): readonly Complaint[] {
  const { badRevisionErrorShare, errorShare } = flow.effects;
  const granted = databaseOf(plant, spec)?.grantedShare ?? 1;
  const own: readonly (readonly [message: string, share: number])[] = [
    ["ERROR TypeError: Cannot read properties of undefined (reading 'total')", badRevisionErrorShare],
    ['ERROR IllegalStateException: feature flag rules could not be evaluated', errorShare],
    ['ERROR could not obtain a database connection from the pool within 5000 ms', 1 - granted],
  ];
  return own.map(([message, share]) => ({ message, perSecond: flow.processed * share }));
}

/** A caller sees that it waits in vain, is refused, or finds nobody. */
function callComplaints(plant: Plant, { spec }: ServiceView): readonly Complaint[] {
  return spec.outgoing.map((index) => {
    const call = callSpecOf(plant, index);
    const { attempts, failChance, meanSeconds } = callOf(plant, index);
    const callee = call.to === undefined ? undefined : plant.views[call.to];
    const name = callee?.spec.name ?? plant.spec.externals[call.external ?? -1]?.id ?? 'a third party';
    const message = describeFailure(name, {
      isUnreachable: (callee?.flow.effects.brokenShare ?? 0) > 0,
      isLate: meanSeconds >= TIMEOUT_SHARE * call.timeoutSeconds,
      timeoutMs: Math.round(call.timeoutSeconds * 1000),
    });
    return { message, perSecond: attempts * failChance };
  });
}

interface Failure {
  readonly isUnreachable: boolean;
  readonly isLate: boolean;
  readonly timeoutMs: number;
}

function describeFailure(name: string, { isUnreachable, isLate, timeoutMs }: Failure): string {
  if (isUnreachable) return `ERROR connect ECONNREFUSED ${name}.internal:8080`;
  if (isLate) return `ERROR request to ${name} timed out after ${timeoutMs} ms`;
  return `ERROR request to ${name} failed with status 503`;
}
