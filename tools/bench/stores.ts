// How many records a second the embedded database takes, in a file and durable over a kill, against the bare statement.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import { type Benchmark, ratePerSecond } from './figure.ts';

const WRITES = 5000;
const START = Instant.parse(0);

function recordAt(minute: number): HealthRecord {
  return {
    serviceId: ServiceId.parse('checkout'),
    at: secondsAfter(START, minute * 60),
    latencyP50: 0.04,
    latencyP99: 0.18,
    errorShare: 0.001,
    cpu: 42,
    memory: 55,
    throughput: 120,
    score: 0.98,
    state: 'healthy',
    consecutiveFailures: 0,
    baselineProgress: 1,
    indicators: { 'error-share': 0.001, 'latency-p99': 0.18, throughput: 120, cpu: 42 },
  };
}

export const stores: Benchmark = {
  name: 'stores',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'medic-bench-'));
    const database = openDatabase(join(folder, 'bench.db'));
    try {
      const { health, audit } = makeSqliteStores(database, { now: () => START });
      // New minutes for each try: what is there already would be left as it is.
      const recordsOf = (attempt: number) =>
        Array.from({ length: WRITES }, (_, minute) => recordAt(attempt * WRITES + minute));
      const puts = await ratePerSecond(WRITES, async (attempt) => {
        for (const record of recordsOf(attempt)) await health.put(record);
      });
      const appends = await ratePerSecond(WRITES, async () => {
        for (let entry = 0; entry < WRITES; entry++) {
          await audit.append({
            at: START,
            event: 'plan-made',
            actor: 'fleetmedic',
            subject: 'bench',
            detail: { entry },
          });
        }
      });
      database.exec('CREATE TABLE bare (at INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
      const insert = database.prepare('INSERT OR REPLACE INTO bare (at, body) VALUES (?, ?)');
      const bare = await ratePerSecond(WRITES, (attempt) => {
        for (const record of recordsOf(attempt)) insert.run(record.at, JSON.stringify(record));
      });
      const baseline = { what: 'bare INSERT of the same JSON', value: bare };
      return [
        { name: 'health records written', value: puts, unit: '1/s', baseline, aim: 'over 5,000' },
        {
          name: 'audit entries chained and written',
          value: appends,
          unit: '1/s',
          baseline,
          aim: 'over 1,000',
        },
      ];
    } finally {
      database.close();
      rmSync(folder, { recursive: true });
    }
  },
};
