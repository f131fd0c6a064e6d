// What was said of failures to come, in the table: an item for each service and moment, kept as long as health records, one
// outlook for each service, written only over the version that was read, and the scores of each day as counters.

import type { PredictionStore } from '#application/ports/foresight.ts';
import {
  outlookKey,
  predictionsKey,
  predictionsPeriod,
  scoresFrom,
  scoresKey,
} from '#contracts/foresight-keys.ts';
import { Outlook } from '#domain/failure/outlook.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { sumsOf } from './attributes.ts';
import { bodyOf, readBody, trustBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tablePredictionStore(table: Table): PredictionStore {
  return {
    async put(predictions) {
      const [first] = predictions;
      if (!first) return;
      const { serviceId, madeAt } = first;
      const expiry = table.expiries.health(madeAt);
      await table.write(put({ ...predictionsKey(serviceId, madeAt), ...bodyOf(predictions), ...expiry }));
    },
    async list(serviceId, from, to) {
      const items = await table.query(predictionsPeriod(serviceId, from, to));
      return items.flatMap((item) => trustBody<readonly Prediction[]>(item));
    },
    async findOutlook(serviceId) {
      return readBody(Outlook, await table.get(outlookKey(serviceId)));
    },
    async replaceOutlook(next, seen) {
      const item = { ...outlookKey(next.serviceId), ...bodyOf(next), version: next.version };
      return (await table.write(put(item, seen ? versionIs(seen.version) : ABSENT))).isWritten;
    },
    async addScores({ day, tally }) {
      await table.write({ kind: 'add', key: scoresKey(day), amounts: tally });
    },
    async scoresSince(day) {
      const items = await table.query(scoresFrom(day));
      return items.map((item) => ({ day: item.sk, tally: sumsOf(item) }));
    },
  };
}
