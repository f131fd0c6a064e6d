// What was said of failures to come, in the embedded database: a row for each service and moment, one outlook for each
// service, written only over the version that was read, and the scores of each day.

import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { DailyTally, PredictionStore } from '#application/ports/foresight.ts';
import { Outlook } from '#domain/failure/outlook.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { addTallies } from '#domain/failure/prediction-tally.ts';
import { readBodies, readBody, trustBody } from './body.ts';
import { atomically } from './database.ts';

const Tally = z.object({ day: z.string(), tally: z.record(z.string(), z.number()) });

/** Opens the store; its tables are made where they are missing. */
export function sqlitePredictionStore(database: DatabaseSync): PredictionStore {
  createTables(database);
  return { ...said(database), ...outlooks(database), ...scores(database) };
}

function said(database: DatabaseSync): Pick<PredictionStore, 'put' | 'list'> {
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO prediction (service_id, at, body) VALUES (?, ?, ?)',
  );
  const select = database.prepare(
    'SELECT body FROM prediction WHERE service_id = ? AND at >= ? AND at < ? ORDER BY at',
  );
  return {
    async put(predictions) {
      const [first] = predictions;
      if (first) upsert.run(first.serviceId, first.madeAt, JSON.stringify(predictions));
    },
    async list(serviceId, from, to) {
      return select.all(serviceId, from, to).flatMap((row) => trustBody<readonly Prediction[]>(row));
    },
  };
}

function outlooks(database: DatabaseSync): Pick<PredictionStore, 'findOutlook' | 'replaceOutlook'> {
  const select = database.prepare('SELECT body FROM outlook WHERE service_id = ?');
  const insert = database.prepare(
    'INSERT INTO outlook (service_id, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare(
    'UPDATE outlook SET version = ?, body = ? WHERE service_id = ? AND version = ?',
  );
  return {
    async findOutlook(serviceId) {
      return readBody(Outlook, select.get(serviceId));
    },
    async replaceOutlook(next, seen) {
      const body = JSON.stringify(next);
      const { changes } = seen
        ? update.run(next.version, body, next.serviceId, seen.version)
        : insert.run(next.serviceId, next.version, body);
      return changes === 1;
    },
  };
}

function scores(database: DatabaseSync): Pick<PredictionStore, 'addScores' | 'scoresSince'> {
  const select = database.prepare('SELECT body FROM prediction_scores WHERE day = ?');
  const selectSince = database.prepare('SELECT body FROM prediction_scores WHERE day >= ? ORDER BY day');
  const upsert = database.prepare('INSERT OR REPLACE INTO prediction_scores (day, body) VALUES (?, ?)');
  return {
    async addScores({ day, tally }) {
      atomically(database, () => {
        const known = readBody(Tally, select.get(day));
        const total: DailyTally = { day, tally: known ? addTallies([known.tally, tally]) : tally };
        upsert.run(day, JSON.stringify(total));
      });
    },
    async scoresSince(day) {
      return readBodies(Tally, selectSince.all(day));
    },
  };
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS prediction (
      service_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (service_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outlook (
      service_id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS prediction_scores (day TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  `);
}
