// Executions of state machines and their history in the embedded database. It only needs to know an execution's name,
// status and start: the rest is kept as it is. An execution and its new events are saved in one transaction.

import type { DatabaseSync } from 'node:sqlite';

/** What is read of an execution to find it again. */
interface StoredExecution {
  readonly name: string;
  readonly status: string;
}

interface StoredEvent {
  readonly id: number;
}

/** The store of the local executor, whose types the caller names. */
export interface SqliteExecutionStore<Execution, Event> {
  load(name: string): Promise<Execution | undefined>;
  save(execution: Execution, newEvents: readonly Event[]): Promise<void>;
  list(status?: string): Promise<readonly Execution[]>;
  loadHistory(name: string): Promise<readonly Event[]>;
}

/** Opens the store; its tables are made where they are missing. Writing an event twice replaces it. */
export function sqliteExecutionStore<Execution extends StoredExecution, Event extends StoredEvent>(
  database: DatabaseSync,
): SqliteExecutionStore<Execution, Event> {
  createTables(database);
  const statements = prepareStatements(database);
  return {
    async load(name) {
      const row = statements.selectOne.get(name);
      return row && parse<Execution>(row);
    },
    async save(execution, newEvents) {
      saveAtOnce(database, () => {
        statements.upsert.run(execution.name, execution.status, JSON.stringify(execution));
        for (const event of newEvents)
          statements.insertEvent.run(execution.name, event.id, JSON.stringify(event));
      });
    },
    async list(status) {
      const rows = status === undefined ? statements.selectAll.all() : statements.selectByStatus.all(status);
      return rows.map((row) => parse<Execution>(row));
    },
    async loadHistory(name) {
      return statements.selectEvents.all(name).map((row) => parse<Event>(row));
    },
  };
}

/** A savepoint rather than a transaction, so that a caller may have one of its own open. */
function saveAtOnce(database: DatabaseSync, write: () => void): void {
  database.exec('SAVEPOINT save_execution');
  try {
    write();
  } catch (error) {
    database.exec('ROLLBACK TO save_execution');
    throw error;
  } finally {
    database.exec('RELEASE save_execution');
  }
}

function prepareStatements(database: DatabaseSync) {
  return {
    selectOne: database.prepare('SELECT body FROM machine_execution WHERE name = ?'),
    selectAll: database.prepare('SELECT body FROM machine_execution ORDER BY id'),
    selectByStatus: database.prepare('SELECT body FROM machine_execution WHERE status = ? ORDER BY id'),
    upsert: database.prepare(
      `INSERT INTO machine_execution (name, status, body) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET status = excluded.status, body = excluded.body`,
    ),
    insertEvent: database.prepare(
      'INSERT OR REPLACE INTO machine_execution_event (execution, id, body) VALUES (?, ?, ?)',
    ),
    selectEvents: database.prepare(
      'SELECT body FROM machine_execution_event WHERE execution = ? ORDER BY id',
    ),
  };
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS machine_execution (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, status TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS machine_execution_by_status ON machine_execution (status, id);
    CREATE TABLE IF NOT EXISTS machine_execution_event (
      execution TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (execution, id)
    ) STRICT, WITHOUT ROWID;
  `);
}

/** The table is written by this store alone, so what it reads is what it wrote. */
function parse<Body>(row: Record<string, unknown>): Body {
  const body: Body = JSON.parse(String(row['body']));
  return body;
}
