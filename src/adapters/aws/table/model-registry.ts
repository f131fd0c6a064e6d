// The life of the models in the table: a record for each, written only over the version that was read, what each said day
// by day as counters, and the shadow comparisons of each service in the service's own partitions.

import type { ModelRegistry } from '#application/ports/learning.ts';
import {
  ledgerKey,
  MODEL_RANGE,
  modelKey,
  opinionsKey,
  opinionsRange,
  outcomesFrom,
  outcomesKey,
  tallyKey,
} from '#contracts/learning-keys.ts';
import type { TableKey } from '#contracts/table-keys.ts';
import { BIN_COUNT, DailyOpinions } from '#domain/model/drift.ts';
import { ModelRecord } from '#domain/model/model.ts';
import type { ShadowTally } from '#domain/model/shadow-tally.ts';
import { TrialLedger } from '#domain/model/trial-ledger.ts';
import { type Item, sumsOf } from './attributes.ts';
import { bodyOf, readBodies, readBody, trustBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The registry over an open table. */
export function tableModelRegistry(table: Table): ModelRegistry {
  return { ...records(table), ...days(table), ...comparisons(table) };
}

function records(table: Table): Pick<ModelRegistry, 'list' | 'find' | 'replace'> {
  return {
    async list() {
      return readBodies(ModelRecord, await table.query(MODEL_RANGE));
    },
    async find(name) {
      return readBody(ModelRecord, await table.get(modelKey(name)));
    },
    replace: (next, seen) => replace(table, modelKey(next.name), { next, seen }),
  };
}

function days(
  table: Table,
): Pick<ModelRegistry, 'addOpinions' | 'opinions' | 'addOutcomes' | 'outcomesSince'> {
  return {
    async addOpinions(hash, { day, counts }) {
      const amounts = Object.fromEntries(counts.map((count, bin) => [binName(bin), count]));
      await table.write({ kind: 'add', key: opinionsKey(hash, day), amounts });
    },
    async opinions(hash) {
      return (await table.query(opinionsRange(hash))).map(toOpinions);
    },
    async addOutcomes(hash, { day, sums }) {
      await table.write({ kind: 'add', key: outcomesKey(hash, day), amounts: sums });
    },
    async outcomesSince(hash, day) {
      const items = await table.query(outcomesFrom(hash, day));
      return items.map((item) => ({ day: item.sk, sums: sumsOf(item) }));
    },
  };
}

function comparisons(
  table: Table,
): Pick<ModelRegistry, 'findTally' | 'replaceTally' | 'findLedger' | 'replaceLedger'> {
  return {
    async findTally(modelName, serviceId) {
      const item = await table.get(tallyKey(modelName, serviceId));
      return item && trustBody<ShadowTally>(item);
    },
    replaceTally: (next, seen) => replace(table, tallyKey(next.modelName, next.serviceId), { next, seen }),
    async findLedger(modelName, serviceId) {
      return readBody(TrialLedger, await table.get(ledgerKey(modelName, serviceId)));
    },
    replaceLedger: (next, seen) => replace(table, ledgerKey(next.modelName, next.serviceId), { next, seen }),
  };
}

interface Versioned {
  readonly version: number;
}

async function replace(
  table: Table,
  key: TableKey,
  { next, seen }: { readonly next: Versioned; readonly seen: Versioned | undefined },
): Promise<boolean> {
  const item = { ...key, ...bodyOf(next), version: next.version };
  return (await table.write(put(item, seen ? versionIs(seen.version) : ABSENT))).isWritten;
}

function binName(bin: number): string {
  return `bin${bin}`;
}

function toOpinions(item: Item): DailyOpinions {
  const counts = Array.from({ length: BIN_COUNT }, (_, bin) => item[binName(bin)]);
  return DailyOpinions.parse({ day: item.sk, counts });
}
