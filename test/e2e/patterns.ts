// What a search for patterns has left in the shop of the console's tests.

import type { Stores } from '#application/ports/stores.ts';
import { ServiceId } from '#domain/ids.ts';
import * as build from '../builders.ts';
import { sequence } from '../domain/pattern/past.ts';
import { INCIDENT } from './shop.ts';

const SEARCH = ServiceId.parse('search');
const CHECKOUT = ServiceId.parse('checkout');

/** A sequence, a recurrence, and two services that move together without being connected. */
export async function leavePatterns({ patterns }: Pick<Stores, 'patterns'>): Promise<void> {
  await patterns.put({
    minedAt: build.minute(-720),
    anomaliesFrom: build.minute(-10_800),
    incidentsFrom: build.minute(-41_040),
    anomalies: 214,
    incidents: 9,
    patterns: [
      sequence({ incidentIds: [INCIDENT] }),
      {
        kind: 'recurrence',
        fingerprint: 'checkout error-share above',
        support: 3,
        firstAt: build.minute(-9000),
        lastAt: build.minute(-900),
        ends: { resolved: 3 },
        incidentIds: [],
        summary: 'checkout: error share: 3 times',
      },
    ],
  });
  await patterns.putWindow({
    from: build.minute(-1080),
    to: build.minute(-720),
    services: 8,
    correlations: [
      {
        first: { serviceId: SEARCH, indicator: 'throughput' },
        next: { serviceId: CHECKOUT, indicator: 'latency-p99' },
        lagMinutes: 2,
        strength: 0.58,
        minutes: 357,
        relation: 'undeclared',
      },
    ],
  });
}
