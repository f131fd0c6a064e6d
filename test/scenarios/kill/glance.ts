// A look at the database of a running server from outside, without writing a byte.

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export interface Glance {
  /** The latest moment that any job ran at; 0 before the first. */
  readonly now: number;
  /** The state of each running recovery. */
  readonly steps: readonly string[];
  readonly deadLetters: number;
}

const NOTHING: Glance = { now: 0, steps: [], deadLetters: 0 };
/** A server that starts locks the file for a moment. */
const BUSY_MS = 2000;

/** What the file says now; nothing while there is no file, or no table in it yet. */
export function glance(file: string): Glance {
  if (!existsSync(file)) return NOTHING;
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  try {
    const tables = database.prepare(
      "SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('machine_execution', 'simulated_clock', 'dead_letter')",
    );
    if (Number(tables.get()?.['n']) < 3) return NOTHING;
    const steps = database.prepare(
      `SELECT json_extract(body, '$.root.state') AS step FROM machine_execution WHERE status = 'RUNNING'`,
    );
    const now = database.prepare('SELECT max(now) AS now FROM simulated_clock').get();
    const dead = database.prepare('SELECT count(*) AS n FROM dead_letter').get();
    return {
      now: Number(now?.['now'] ?? 0),
      steps: steps.all().map((row) => String(row['step'])),
      deadLetters: Number(dead?.['n']),
    };
  } finally {
    database.close();
  }
}
