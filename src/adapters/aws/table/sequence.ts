// What is added to an incident again and again, in the order written: a counter of the incident numbers the entries, so
// that neither equal times nor clocks that differ can mix them up. A number whose entry was never written is a gap, no harm.

import type * as z from 'zod/mini';
import { type IncidentSequence, incidentKey, sequenceKey, sequenceRange } from '#contracts/table-keys.ts';
import type { IncidentId } from '#domain/ids.ts';
import { bodyOf, readBodies } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** One sequence of one incident. */
export interface SequenceName {
  readonly incidentId: IncidentId;
  readonly sequence: IncidentSequence;
}

/** Adds an entry after all that are there. */
export async function addToSequence(
  table: Table,
  { incidentId, sequence }: SequenceName,
  entry: object,
): Promise<void> {
  const position = await table.count(incidentKey(incidentId, 'counters'), sequence);
  const key = sequenceKey(incidentId, sequence, position);
  await table.write(put({ ...key, ...bodyOf(entry), ...table.expiries.incidentPart() }, ABSENT));
}

/** All entries, validated, in the order written. */
export async function readSequence<Schema extends z.ZodMiniType>(
  table: Table,
  { incidentId, sequence }: SequenceName,
  schema: Schema,
): Promise<readonly z.infer<Schema>[]> {
  return readBodies(schema, await table.query(sequenceRange(incidentId, sequence)));
}
