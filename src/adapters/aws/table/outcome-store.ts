// Outcomes and track records in the table. A track record counts each outcome once, in the transaction that stores it,
// and outlives it: what was learned is kept longer than the incident.

import type { OutcomeStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import {
  incidentKey,
  parseTrackRecordKey,
  type TableKey,
  TRACK_RECORD_RANGE,
  trackRecordKey,
} from '#contracts/table-keys.ts';
import { monthRanges, placeInMonth } from '#contracts/table-lists.ts';
import { type Attempt, Outcome, TrackRecord } from '#domain/outcome/outcome.ts';
import { countAttempts } from '#domain/outcome/track-record.ts';
import type { Item } from './attributes.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put, type Write } from './writes.ts';

/** The store over an open table. */
export function tableOutcomeStore(table: Table, clock: Clock): OutcomeStore {
  return {
    async put(outcome) {
      const item = {
        ...incidentKey(outcome.incidentId, 'outcome'),
        ...bodyOf(outcome),
        ...placeInMonth('outcomes', outcome.at),
        ...table.expiries.incidentPart(),
      };
      return (await table.write(put(item, ABSENT), ...additionsOf(outcome.attempts))).isWritten;
    },
    async find(incidentId) {
      return readBody(Outcome, await table.get(incidentKey(incidentId, 'outcome')));
    },
    async listSince(since) {
      const months = monthRanges('outcomes', since, clock.now()).map((range) => table.listKeys(range));
      const outcomes = readBodies(Outcome, await table.getAll((await Promise.all(months)).flat()));
      return outcomes.toSorted(compareNewestFirst);
    },
    async trackRecords() {
      return (await table.query(TRACK_RECORD_RANGE)).map(toTrackRecord);
    },
  };
}

/** One addition to each track record, for a transaction may touch an item once. */
function additionsOf(attempts: readonly Attempt[]): readonly Write[] {
  const totals = new Map<string, { key: TableKey; amounts: Pick<TrackRecord, 'successes' | 'failures'> }>();
  for (const record of countAttempts(attempts)) {
    const key = trackRecordKey(record);
    const { successes = 0, failures = 0 } = totals.get(key.sk)?.amounts ?? {};
    const amounts = { successes: successes + record.successes, failures: failures + record.failures };
    totals.set(key.sk, { key, amounts });
  }
  return [...totals.values()].map(({ key, amounts }) => ({ kind: 'add', key, amounts: { ...amounts } }));
}

function toTrackRecord(item: Item): TrackRecord {
  const { successes, failures } = item;
  return TrackRecord.parse({ ...parseTrackRecordKey(item), successes, failures });
}

function compareNewestFirst(a: Outcome, b: Outcome): number {
  return b.at - a.at || (a.incidentId < b.incidentId ? 1 : -1);
}
