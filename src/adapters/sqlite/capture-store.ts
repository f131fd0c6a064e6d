// Captures in the embedded database: the state before each act and the way back. The first capture of a step stays, for
// a step that is delivered again finds the world already changed.

import type { DatabaseSync } from 'node:sqlite';
import type { CaptureStore } from '#application/ports/recovery.ts';
import { Capture } from '#domain/capture/capture.ts';
import { ConflictError, NotFoundError } from '#domain/errors.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteCaptureStore(database: DatabaseSync): CaptureStore {
  createTable(database);
  const statements = prepareStatements(database);

  return {
    async create(capture) {
      const { executionId, step } = capture;
      if (statements.insert.run(executionId, step, JSON.stringify(capture)).changes === 1) return;
      throw new ConflictError(
        `Step ${step} of ${executionId} has a capture already; settle that one instead of acting again`,
        readBody(Capture, statements.select.get(executionId, step)),
      );
    },
    async complete(capture) {
      const { executionId, step } = capture;
      if (statements.update.run(JSON.stringify(capture), executionId, step).changes === 1) return;
      throw new NotFoundError(
        `Step ${step} of ${executionId} has no capture to complete; create it before acting`,
      );
    },
    async find(executionId, step) {
      return readBody(Capture, statements.select.get(executionId, step));
    },
    async listOf(executionId) {
      return readBodies(Capture, statements.selectOf.all(executionId));
    },
  };
}

function createTable(database: DatabaseSync): void {
  database.exec(
    `CREATE TABLE IF NOT EXISTS capture (
       sequence INTEGER PRIMARY KEY, execution_id TEXT NOT NULL, step TEXT NOT NULL, body TEXT NOT NULL,
       UNIQUE (execution_id, step)
     ) STRICT`,
  );
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      'INSERT INTO capture (execution_id, step, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare('UPDATE capture SET body = ? WHERE execution_id = ? AND step = ?'),
    select: database.prepare('SELECT body FROM capture WHERE execution_id = ? AND step = ?'),
    selectOf: database.prepare('SELECT body FROM capture WHERE execution_id = ? ORDER BY sequence'),
  };
}
