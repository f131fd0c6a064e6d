// What predictions have left in the shop of the console's tests: the memory of orders fills, as it did once before.

import type { Stores } from '#application/ports/stores.ts';
import { ServiceId } from '#domain/ids.ts';
import * as build from '../builders.ts';
import { outlook, prediction } from '../foresight.ts';
import { INCIDENT } from './shop.ts';

const ORDERS = ServiceId.parse('orders');

/** A warning in force, and a day of scores. */
export async function leavePredictions({ predictions }: Pick<Stores, 'predictions'>): Promise<void> {
  const warned = outlook({
    serviceId: ORDERS,
    predictions: [prediction({ serviceId: ORDERS })],
    precursor: { indicator: 'memory', incidentId: INCIDENT, beganAt: build.minute(-9), likeness: 0.97 },
  });
  await predictions.replaceOutlook(warned, undefined);
  const tally = { hits: 3, misses: 1, calm: 90, lead3: 2, lead4: 1, bin0: 90, said0: 1.8, happened0: 1 };
  await predictions.addScores({ day: '2026-11-23', tally });
}
