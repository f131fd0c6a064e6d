import { describe, expect, it } from 'vitest';
import { INCIDENT, minute, NOON } from '../../builders.ts';
import { CHECKOUT, ORDERS, sequence, WEB } from '../../domain/pattern/past.ts';
import { medic } from './harness.ts';

const report = {
  minedAt: NOON,
  anomaliesFrom: minute(-10_080),
  incidentsFrom: minute(-40_320),
  anomalies: 12,
  incidents: 3,
  patterns: [
    sequence({ incidentIds: [INCIDENT] }),
    {
      kind: 'companions',
      serviceIds: [CHECKOUT, WEB],
      support: 5,
      lift: 9,
      chance: 0.01,
      incidentIds: [],
      summary: 'checkout and web fall ill together',
    },
    {
      kind: 'recurrence',
      fingerprint: 'web error-share above',
      support: 2,
      firstAt: NOON,
      lastAt: NOON,
      ends: {},
      incidentIds: [],
      summary: 'web: error share: 2 times',
    },
  ],
};
const first = { serviceId: ORDERS, indicator: 'throughput' };
const next = { serviceId: CHECKOUT, indicator: 'latency-p99' };
const correlation = { first, next, lagMinutes: 2, strength: 0.61, minutes: 357, relation: 'undeclared' };
const correlations = {
  from: NOON,
  to: minute(360),
  services: 2,
  correlations: [correlation, { ...correlation, lagMinutes: 0, relation: 'declared' }],
};

describe('medic patterns', () => {
  it('tells what was found, against chance, with the incidents to look at', async () => {
    const server = { listPatterns: { now: NOON, report, correlations } };

    const { exitCode, out, told } = await medic(['patterns'], { server });

    expect(exitCode).toBe(0);
    for (const part of [
      'among 12 anomalies of 7 days and 3 incidents of 28',
      'one after another',
      'about 4 min later checkout: p99 latency',
      '40.0',
      '< 0.001',
      '0.010',
      'web: error share: 2 times',
      INCIDENT,
      'orders: traffic',
      '2 min',
      'the same minute',
      '0.61',
      'not in the call graph: is a dependency missing?',
    ])
      expect(out).toContain(part);
    expect(told).toContain(`medic show ${INCIDENT}`);
  });

  it('says so when there is nothing, and before the first search', async () => {
    const nothing = {
      report: { ...report, patterns: [] },
      correlations: { ...correlations, correlations: [] },
    };

    const searched = await medic(['patterns'], { server: { listPatterns: { now: NOON, ...nothing } } });
    const before = await medic(['patterns'], { server: { listPatterns: { now: NOON } } });

    expect(searched.out).toContain('nothing that is more than chance');
    expect(searched.out).toContain('no two services more than by chance');
    expect(before.out).toContain('Nobody has looked for patterns yet');
  });

  it('answers with one document', async () => {
    const server = { listPatterns: { now: NOON, report } };

    const { out } = await medic(['patterns', '--json'], { server });

    expect(JSON.parse(out)).toEqual({ now: NOON, report });
  });
});
