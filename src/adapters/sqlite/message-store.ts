// Messages on their way, in the embedded database: those that wait for delivery, per queue, and those that were given
// up. A message that is received stays, hidden until it is acknowledged or its time is up, so a kill loses none.

import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';
import { atomically } from './database.ts';

/** A message to be delivered from a moment on. */
export interface OutgoingMessage {
  readonly queue: string;
  readonly body: string;
  readonly dueAt: Instant;
}

/** A message that was received; `receives` counts how often, this time included. */
const WaitingMessage = z.readonly(z.object({ id: z.int(), body: z.string(), receives: z.int() }));
export type WaitingMessage = z.infer<typeof WaitingMessage>;

/** A message that was given up, and why. */
const DeadLetter = z.readonly(
  z.object({ body: z.string(), receives: z.int(), reason: z.string(), at: Instant }),
);
export type DeadLetter = z.infer<typeof DeadLetter>;

export interface Reception {
  readonly now: Instant;
  readonly limit: number;
  /** Until when the messages are hidden from other receptions. */
  readonly hiddenUntil: Instant;
}

export interface MessageStore {
  /** All of them or none. */
  add(messages: readonly OutgoingMessage[]): void;
  /** Messages of a queue that are due, the longest due first. */
  receive(queue: string, reception: Reception): readonly WaitingMessage[];
  remove(id: number): void;
  postpone(id: number, dueAt: Instant): void;
  /** Gives a message up: it is kept with the reason, and not delivered again. */
  bury(id: number, reason: string, at: Instant): void;
  /** When the next message of a queue is due. */
  nextDueAt(queue: string): Instant | undefined;
  countWaiting(queue: string): number;
  /** Oldest first. */
  deadLetters(queue: string): readonly DeadLetter[];
}

/** Opens the store; its tables are made where they are missing. */
export function sqliteMessageStore(database: DatabaseSync): MessageStore {
  createTables(database);
  const statements = prepareStatements(database);

  return {
    add(messages) {
      atomically(database, () => {
        for (const { queue, body, dueAt } of messages) statements.insert.run(queue, body, dueAt);
      });
    },
    receive(queue, reception) {
      return atomically(database, () => receiveDue(statements, queue, reception));
    },
    remove(id) {
      statements.remove.run(id);
    },
    postpone(id, dueAt) {
      statements.postpone.run(dueAt, id);
    },
    bury(id, reason, at) {
      atomically(database, () => {
        statements.bury.run(reason, at, id);
        statements.remove.run(id);
      });
    },
    nextDueAt(queue) {
      const row = statements.selectNext.get(queue);
      return row && Instant.parse(row['due_at']);
    },
    countWaiting(queue) {
      return Number(statements.countWaiting.get(queue)?.['waiting']);
    },
    deadLetters(queue) {
      return z.array(DeadLetter).parse(statements.selectDead.all(queue));
    },
  };
}

function receiveDue(
  { selectDue, hide }: ReturnType<typeof prepareStatements>,
  queue: string,
  { now, limit, hiddenUntil }: Reception,
): readonly WaitingMessage[] {
  const due = z.array(WaitingMessage).parse(selectDue.all(queue, now, limit));
  for (const { id } of due) hide.run(hiddenUntil, id);
  return due;
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS message (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, due_at INTEGER NOT NULL,
      receives INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS message_due ON message (queue, due_at, id);
    CREATE TABLE IF NOT EXISTS dead_letter (
      id INTEGER PRIMARY KEY, queue TEXT NOT NULL, receives INTEGER NOT NULL,
      reason TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
  `);
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare('INSERT INTO message (queue, body, due_at) VALUES (?, ?, ?)'),
    selectDue: database.prepare(
      `SELECT id, body, receives + 1 AS receives FROM message
       WHERE queue = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`,
    ),
    hide: database.prepare('UPDATE message SET due_at = ?, receives = receives + 1 WHERE id = ?'),
    remove: database.prepare('DELETE FROM message WHERE id = ?'),
    postpone: database.prepare('UPDATE message SET due_at = ? WHERE id = ?'),
    bury: database.prepare(
      `INSERT INTO dead_letter (id, queue, receives, reason, at, body)
       SELECT id, queue, receives, ?, ?, body FROM message WHERE id = ?`,
    ),
    selectNext: database.prepare('SELECT due_at FROM message WHERE queue = ? ORDER BY due_at LIMIT 1'),
    countWaiting: database.prepare('SELECT count(*) AS waiting FROM message WHERE queue = ?'),
    selectDead: database.prepare(
      'SELECT body, receives, reason, at FROM dead_letter WHERE queue = ? ORDER BY id',
    ),
  };
}
