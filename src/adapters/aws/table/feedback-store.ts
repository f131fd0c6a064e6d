// What people said of incidents, in the table: one item for each incident, the last word, and kept as long as that.

import type { FeedbackStore } from '#application/ports/learning.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { incidentKey } from '#contracts/table-keys.ts';
import { monthRanges, placeInMonth } from '#contracts/table-lists.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableFeedbackStore(table: Table, clock: Clock): FeedbackStore {
  return {
    async put(feedback) {
      const item = {
        ...incidentKey(feedback.incidentId, 'feedback'),
        ...bodyOf(feedback),
        ...placeInMonth('feedback', feedback.at),
        ...table.expiries.incidentPart(),
      };
      await table.write(put(item));
    },
    async find(incidentId) {
      return readBody(Feedback, await table.get(incidentKey(incidentId, 'feedback')));
    },
    async listSince(since) {
      const months = monthRanges('feedback', since, clock.now()).map((range) => table.listKeys(range));
      const found = readBodies(Feedback, await table.getAll((await Promise.all(months)).flat()));
      return found.toSorted((one, other) => other.at - one.at);
    },
  };
}
