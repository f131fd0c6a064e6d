// What the queue and the bus of the local runtime have in common: messages of one name, kept in the database until their
// one consumer is done with them. Delivered at least once; a failing one again at growing distances, and after the last
// try put aside. All of it happens on the timeline, so a simulation with the same seed takes the same course.

import type {
  DeadLetter,
  MessageStore,
  OutgoingMessage,
  WaitingMessage,
} from '#adapters/sqlite/message-store.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { Timeline } from '../timeline.ts';
import { type Disturbance, undisturbed } from './disturbance.ts';

/** One delivery that failed. */
export interface DeliveryFailure {
  /** The queue, subscription or schedule. */
  readonly source: string;
  readonly reason: string;
  /** No further try follows. */
  readonly isFinal: boolean;
}

export interface DeliveryDeps {
  readonly timeline: Timeline;
  readonly messages: MessageStore;
  /** Told of every failed delivery; the message itself is taken care of. */
  readonly report: (failure: DeliveryFailure) => void;
  readonly disturb?: Disturbance;
}

export interface DeliverySettings {
  /** How long a message is hidden after it was handed out: longer than any consumer takes. */
  readonly visibilitySeconds: number;
  readonly batchSize: number;
  /** Deliveries after which a message is put aside. */
  readonly maxReceives: number;
  /** The pause after the first failed delivery; it doubles with each further one. */
  readonly retrySeconds: number;
}

/** Visibility is six times a consumer's timeout of half a minute, as Lambda asks of SQS. */
export const DEFAULT_DELIVERY_SETTINGS: DeliverySettings = {
  visibilitySeconds: 180,
  batchSize: 10,
  maxReceives: 5,
  retrySeconds: 5,
};

/** The longest pause between two tries. */
const MAX_RETRY_SECONDS = 300;

/** `waiting` and `dead` are in the database, the rest was counted since the process began. */
export interface ChannelCounters {
  readonly delivered: number;
  readonly failed: number;
  readonly waiting: number;
  readonly dead: number;
}

/** Consumes a batch and says which messages failed, by id, and why. */
export type BatchConsumer = (batch: readonly WaitingMessage[]) => Promise<ReadonlyMap<number, string>>;

export interface Channel {
  /** The messages as they are to be stored, due now or so many seconds later. */
  address(bodies: readonly string[], delaySeconds?: number): readonly OutgoingMessage[];
  /** Plans the next delivery; to be called after messages were stored. */
  plan(): void;
  /** Starts handing out messages, those first that an earlier process left. */
  consume(consumer: BatchConsumer): void;
  counters(): ChannelCounters;
  deadLetters(): readonly DeadLetter[];
}

/** Opens the channel of this name. */
export function openChannel(name: string, deps: DeliveryDeps, settings: DeliverySettings): Channel {
  const { timeline, messages, disturb = undisturbed } = deps;
  const office = { name, deps, settings, counts: { delivered: 0, failed: 0 } };
  const rounds = makeRounds(office);
  return {
    address: (bodies, delaySeconds = 0) => {
      const due = secondsAfter(timeline.now(), delaySeconds);
      return bodies.flatMap((body) => disturb(due).map((dueAt) => ({ queue: name, body, dueAt })));
    },
    plan: rounds.plan,
    consume: rounds.start,
    counters: () => ({
      ...office.counts,
      waiting: messages.countWaiting(name),
      dead: messages.deadLetters(name).length,
    }),
    deadLetters: () => messages.deadLetters(name),
  };
}

/** A channel as its deliveries see it. */
interface Office {
  readonly name: string;
  readonly deps: DeliveryDeps;
  readonly settings: DeliverySettings;
  readonly counts: { delivered: number; failed: number };
}

/** Hands out what is due, one batch after the other, and always knows when to look again. */
function makeRounds(office: Office) {
  const { timeline, messages } = office.deps;
  let consumer: BatchConsumer | undefined;
  let planned: { readonly at: Instant; cancel(): void } | undefined;

  /** Looks again when the next message is due; earlier than planned, if a nearer one has come in. */
  function plan(): void {
    const at = consumer && messages.nextDueAt(office.name);
    if (at === undefined || (planned && planned.at <= at)) return;
    planned?.cancel();
    planned = { at, ...timeline.schedule(at, deliver) };
  }

  async function deliver(): Promise<void> {
    planned = undefined;
    const batch = receiveBatch(office);
    if (consumer && batch.length > 0) await settleBatch(office, batch, consumer);
    plan();
  }

  return {
    plan,
    start(consume: BatchConsumer): void {
      consumer = consume;
      plan();
    },
  };
}

/** The messages that are due. One that was handed out too often without an answer, as by a crash, is put aside. */
function receiveBatch({ name, deps, settings, counts }: Office): readonly WaitingMessage[] {
  const now = deps.timeline.now();
  const hiddenUntil = secondsAfter(now, settings.visibilitySeconds);
  const batch = deps.messages.receive(name, { now, limit: settings.batchSize, hiddenUntil });
  return batch.filter(({ id, receives }) => {
    if (receives <= settings.maxReceives) return true;
    const reason = `handed out ${settings.maxReceives} times without an answer`;
    deps.messages.bury(id, reason, now);
    deps.report({ source: name, reason, isFinal: true });
    counts.failed += 1;
    return false;
  });
}

async function settleBatch(
  office: Office,
  batch: readonly WaitingMessage[],
  consumer: BatchConsumer,
): Promise<void> {
  const failures = await findFailures(batch, consumer);
  for (const message of batch) {
    const reason = failures.get(message.id);
    if (reason === undefined) {
      office.deps.messages.remove(message.id);
      office.counts.delivered += 1;
    } else {
      settleFailure(office, message, reason);
    }
  }
}

/** A consumer that throws has failed with the whole batch. */
async function findFailures(
  batch: readonly WaitingMessage[],
  consumer: BatchConsumer,
): Promise<ReadonlyMap<number, string>> {
  try {
    return await consumer(batch);
  } catch (error) {
    return new Map(batch.map(({ id }) => [id, String(error)]));
  }
}

function settleFailure(
  { name, deps, settings, counts }: Office,
  message: WaitingMessage,
  reason: string,
): void {
  const now = deps.timeline.now();
  const isFinal = message.receives >= settings.maxReceives;
  const pause = Math.min(MAX_RETRY_SECONDS, settings.retrySeconds * 2 ** (message.receives - 1));
  if (isFinal) deps.messages.bury(message.id, reason, now);
  else deps.messages.postpone(message.id, secondsAfter(now, pause));
  counts.failed += 1;
  deps.report({ source: name, reason, isFinal });
}
