// What every pattern store must do: the newest search is found, windows are listed by time, and telling twice is harmless.

import { describe, expect, it } from 'vitest';
import type { PatternStore } from '#application/ports/patterns.ts';
import type { CorrelationWindow, PatternReport } from '#domain/pattern/pattern.ts';
import { minute } from '../builders.ts';
import { CHECKOUT, ORDERS, sequence, WEB } from '../domain/pattern/past.ts';
import type { MakeSubject } from './subject.ts';

function report(overrides: Partial<PatternReport> = {}): PatternReport {
  return {
    minedAt: minute(0),
    anomaliesFrom: minute(-10_080),
    incidentsFrom: minute(-40_320),
    anomalies: 12,
    incidents: 3,
    patterns: [
      sequence(),
      {
        kind: 'companions',
        serviceIds: [CHECKOUT, WEB],
        support: 5,
        lift: 9,
        chance: 0.01,
        incidentIds: [],
        summary: 'checkout and web fall ill within 10 min of each other: 5 of 6 times',
      },
      {
        kind: 'recurrence',
        fingerprint: 'web error-share above',
        support: 2,
        firstAt: minute(-900),
        lastAt: minute(-100),
        ends: { resolved: 2 },
        incidentIds: [],
        summary: 'web: error share: 2 times',
      },
      {
        kind: 'rhythm',
        serviceId: WEB,
        when: { by: 'hour', hour: 3 },
        support: 4,
        occasions: 5,
        lift: 19,
        chance: 0.002,
        incidentIds: [],
        summary: 'web falls ill between 3:00 and 4:00 UTC: 4 of 5 times',
      },
    ],
    ...overrides,
  };
}

function correlations(from: number): CorrelationWindow {
  const first = { serviceId: ORDERS, indicator: 'throughput' } as const;
  const next = { serviceId: CHECKOUT, indicator: 'latency-p99' } as const;
  return {
    from: minute(from),
    to: minute(from + 360),
    services: 2,
    correlations: [{ first, next, lagMinutes: 2, strength: 0.6, minutes: 357, relation: 'undeclared' }],
  };
}

export function describePatternStore(name: string, make: MakeSubject<PatternStore>): void {
  describe(`${name} pattern store`, () => {
    it('has nothing before the first search', async () => {
      const { store } = await make();

      expect(await store.latest()).toBeUndefined();
      expect(await store.listWindows(minute(-1000))).toEqual([]);
    });

    it('has the newest search, in whatever order they are told', async () => {
      const { store } = await make();
      await store.put(report());
      await store.put(report({ minedAt: minute(-1440), patterns: [] }));

      expect(await store.latest()).toEqual(report());
    });

    it('keeps the last word on one search and on one window', async () => {
      const { store } = await make();
      await store.put(report());
      await store.put(report({ anomalies: 13 }));
      await store.putWindow(correlations(0));
      await store.putWindow({ ...correlations(0), services: 3 });

      expect((await store.latest())?.anomalies).toBe(13);
      expect(await store.listWindows(minute(0))).toMatchObject([{ services: 3 }]);
    });

    it('lists windows since a moment, newest first', async () => {
      const { store } = await make();
      for (const from of [-360, 0, -720]) await store.putWindow(correlations(from));

      expect(await store.listWindows(minute(-360))).toEqual([correlations(0), correlations(-360)]);
    });

    it('still has both after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(report());
      await store.putWindow(correlations(0));

      const again = await reopen();

      expect(await again.latest()).toEqual(report());
      expect(await again.listWindows(minute(0))).toEqual([correlations(0)]);
    });
  });
}
