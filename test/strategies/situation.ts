// A situation with sensible defaults; a test names only what it is about.

import type { Situation } from '#strategies/strategy.ts';
import {
  CHECKOUT_CONFIG,
  configurationState,
  hypothesis,
  minute,
  NOON,
  resourceDescription,
  service,
} from '../builders.ts';

/** Checkout and its configuration, each with an earlier version that ran until five minutes before the onset at noon. */
export function situation(overrides: Partial<Situation> = {}): Situation {
  return {
    now: minute(6),
    onsetAt: NOON,
    service: service(),
    hypothesis: hypothesis(),
    resources: [
      resourceDescription({
        previousVersion: { version: 'checkout:40', replacedAt: minute(-5), isRollbackSafe: true },
      }),
      resourceDescription({
        resourceId: CHECKOUT_CONFIG,
        state: configurationState(),
        previousVersion: { version: '6', replacedAt: minute(-5), isRollbackSafe: true },
      }),
    ],
    current: { cpu: 90, throughput: 150, memory: 91, connections: 88, 'queue-age': 300 },
    usual: { cpu: 50, throughput: 120, memory: 50, connections: 80, 'queue-age': 5 },
    changes: [],
    isRequested: false,
    ...overrides,
  };
}
