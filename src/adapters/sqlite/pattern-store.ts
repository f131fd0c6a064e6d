// Patterns and correlations in the embedded database: one row for each mining, and for each window.

import type { DatabaseSync } from 'node:sqlite';
import type { PatternStore } from '#application/ports/patterns.ts';
import { CorrelationWindow, PatternReport } from '#domain/pattern/pattern.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its tables are made where they are missing. */
export function sqlitePatternStore(database: DatabaseSync): PatternStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS pattern_report (at INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS correlation_window (at INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  `);
  const upsert = (table: 'pattern_report' | 'correlation_window') =>
    database.prepare(
      `INSERT INTO ${table} (at, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`,
    );
  const putReport = upsert('pattern_report');
  const putWindow = upsert('correlation_window');
  const selectLatest = database.prepare('SELECT body FROM pattern_report ORDER BY at DESC LIMIT 1');
  const selectWindows = database.prepare(
    'SELECT body FROM correlation_window WHERE at >= ? ORDER BY at DESC',
  );

  return {
    async put(report) {
      putReport.run(report.minedAt, JSON.stringify(report));
    },
    async latest() {
      return readBody(PatternReport, selectLatest.get());
    },
    async putWindow(window) {
      putWindow.run(window.from, JSON.stringify(window));
    },
    async listWindows(since) {
      return readBodies(CorrelationWindow, selectWindows.all(since));
    },
  };
}
