// The life of the models in the embedded database: a record for each, written only over the version that was read, what
// each said day by day, and the shadow comparisons of each service.

import type { DatabaseSync } from 'node:sqlite';
import type { ModelRegistry } from '#application/ports/learning.ts';
import { addSums, DailyOutcomes } from '#domain/model/daily-outcomes.ts';
import { addCounts, DailyOpinions } from '#domain/model/drift.ts';
import { ModelRecord } from '#domain/model/model.ts';
import type { ShadowTally } from '#domain/model/shadow-tally.ts';
import { TrialLedger } from '#domain/model/trial-ledger.ts';
import { readBodies, readBody, trustBody } from './body.ts';
import { atomically } from './database.ts';

/** Opens the registry; its tables are made where they are missing. */
export function sqliteModelRegistry(database: DatabaseSync): ModelRegistry {
  createTables(database);
  const statements = prepareStatements(database);
  return {
    ...records(statements),
    ...opinions(database, statements),
    ...outcomes(database, statements),
    ...tallies(statements),
    ...ledgers(statements),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function records(statements: Statements): Pick<ModelRegistry, 'list' | 'find' | 'replace'> {
  return {
    async list() {
      return readBodies(ModelRecord, statements.selectAll.all());
    },
    async find(name) {
      return readBody(ModelRecord, statements.select.get(name));
    },
    async replace(next, seen) {
      const body = JSON.stringify(next);
      const { changes } = seen
        ? statements.update.run(next.version, body, next.name, seen.version)
        : statements.insert.run(next.name, next.version, body);
      return changes === 1;
    },
  };
}

function opinions(
  database: DatabaseSync,
  statements: Statements,
): Pick<ModelRegistry, 'addOpinions' | 'opinions'> {
  return {
    async addOpinions(hash, { day, counts }) {
      atomically(database, () => {
        const known = readBody(DailyOpinions, statements.selectDay.get(hash, day));
        const total = known ? addCounts([known.counts, counts]) : counts;
        statements.upsertDay.run(hash, day, JSON.stringify({ day, counts: total }));
      });
    },
    async opinions(hash) {
      return readBodies(DailyOpinions, statements.selectDays.all(hash));
    },
  };
}

function outcomes(
  database: DatabaseSync,
  { outcomes: rows }: Statements,
): Pick<ModelRegistry, 'addOutcomes' | 'outcomesSince'> {
  return {
    async addOutcomes(hash, { day, sums }) {
      atomically(database, () => {
        const known = readBody(DailyOutcomes, rows.select.get(hash, day));
        const total = known ? addSums([known.sums, sums]) : sums;
        rows.upsert.run(hash, day, JSON.stringify({ day, sums: total }));
      });
    },
    async outcomesSince(hash, day) {
      return readBodies(DailyOutcomes, rows.selectSince.all(hash, day));
    },
  };
}

function tallies({ tallies: rows }: Statements): Pick<ModelRegistry, 'findTally' | 'replaceTally'> {
  return {
    async findTally(modelName, serviceId) {
      const row = rows.select.get(modelName, serviceId);
      return row && trustBody<ShadowTally>(row);
    },
    replaceTally: async (next, seen) => replaceComparison(rows, next, seen),
  };
}

function ledgers({ ledgers: rows }: Statements): Pick<ModelRegistry, 'findLedger' | 'replaceLedger'> {
  return {
    async findLedger(modelName, serviceId) {
      return readBody(TrialLedger, rows.select.get(modelName, serviceId));
    },
    replaceLedger: async (next, seen) => replaceComparison(rows, next, seen),
  };
}

type Comparison = Pick<TrialLedger, 'modelName' | 'serviceId' | 'version'>;

function replaceComparison(
  { insert, update }: Statements['tallies'],
  next: Comparison,
  seen: Comparison | undefined,
): boolean {
  const { modelName, serviceId, version } = next;
  const body = JSON.stringify(next);
  const { changes } = seen
    ? update.run(version, body, modelName, serviceId, seen.version)
    : insert.run(modelName, serviceId, version, body);
  return changes === 1;
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS model_record (
      name TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS model_opinions (
      hash TEXT NOT NULL, day TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (hash, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS model_outcomes (
      hash TEXT NOT NULL, day TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (hash, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS shadow_tally (
      model_name TEXT NOT NULL, service_id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (model_name, service_id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS trial_ledger (
      model_name TEXT NOT NULL, service_id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (model_name, service_id)
    ) STRICT;
  `);
}

function prepareStatements(database: DatabaseSync) {
  return {
    selectAll: database.prepare('SELECT body FROM model_record ORDER BY name'),
    select: database.prepare('SELECT body FROM model_record WHERE name = ?'),
    insert: database.prepare(
      'INSERT INTO model_record (name, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare('UPDATE model_record SET version = ?, body = ? WHERE name = ? AND version = ?'),
    selectDay: database.prepare('SELECT body FROM model_opinions WHERE hash = ? AND day = ?'),
    selectDays: database.prepare('SELECT body FROM model_opinions WHERE hash = ? ORDER BY day'),
    upsertDay: database.prepare(
      `INSERT INTO model_opinions (hash, day, body) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET body = excluded.body`,
    ),
    outcomes: prepareOutcomes(database),
    tallies: prepareComparisons(database, 'shadow_tally'),
    ledgers: prepareComparisons(database, 'trial_ledger'),
  };
}

function prepareOutcomes(database: DatabaseSync) {
  return {
    select: database.prepare('SELECT body FROM model_outcomes WHERE hash = ? AND day = ?'),
    selectSince: database.prepare('SELECT body FROM model_outcomes WHERE hash = ? AND day >= ? ORDER BY day'),
    upsert: database.prepare('INSERT OR REPLACE INTO model_outcomes (hash, day, body) VALUES (?, ?, ?)'),
  };
}

/** Of a table with a row for each model and service. */
function prepareComparisons(database: DatabaseSync, table: 'shadow_tally' | 'trial_ledger') {
  return {
    select: database.prepare(`SELECT body FROM ${table} WHERE model_name = ? AND service_id = ?`),
    insert: database.prepare(
      `INSERT INTO ${table} (model_name, service_id, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    update: database.prepare(
      `UPDATE ${table} SET version = ?, body = ? WHERE model_name = ? AND service_id = ? AND version = ?`,
    ),
  };
}
