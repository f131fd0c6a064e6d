// The last signs of life in the table: the tick's and the model's. One that arrives late never turns the time back.

import type { Heartbeat, ModelStatus, PulseStore } from '#application/ports/operations.ts';
import { pulseKey } from '#contracts/table-keys.ts';
import type { Instant } from '#domain/ids.ts';
import { bodyOf, trustBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tablePulseStore(table: Table): PulseStore {
  async function note(sign: 'tick' | 'model', at: Instant, body: object): Promise<void> {
    const item = { ...pulseKey(sign), ...bodyOf(body), version: at };
    await table.write(put(item, { kind: 'version-at-most', version: at }));
  }

  async function read<Sign>(sign: 'tick' | 'model'): Promise<Sign | undefined> {
    const item = await table.get(pulseKey(sign));
    return item && trustBody<Sign>(item);
  }

  return {
    beat: (heartbeat) => note('tick', heartbeat.lastTickAt, heartbeat),
    latest: () => read<Heartbeat>('tick'),
    noteModel: (status) => note('model', status.at, status),
    latestModel: () => read<ModelStatus>('model'),
  };
}
