// What the registry of the console's shop knows: a model in its trial that is surer than right, and one that cannot be tried.

import type { Stores } from '#application/ports/stores.ts';
import { judgeBlocks } from '#domain/model/trial-ledger.ts';
import { modelRecord, modelVersion, NOON, trialBlock } from '../builders.ts';

const BLOCKS = ['one', 'two', 'three'].map((id) => trialBlock({ id }));

export async function leaveModels({ models }: Pick<Stores, 'models'>): Promise<void> {
  const failures = modelRecord({
    name: 'failure-boosting',
    versions: [modelVersion({ hash: 'bbb222', role: 'challenger' }), modelVersion({ hash: 'aaa111' })],
    trial: judgeBlocks({ blocks: BLOCKS, since: NOON, now: NOON, unit: 'days of services' }),
    drift: { grade: 'drifted', summary: 'It is surer than right' },
  });
  for (const record of [failures, modelRecord({ name: 'error-class', isTried: false })])
    await models.replace(record, await models.find(record.name));
}
