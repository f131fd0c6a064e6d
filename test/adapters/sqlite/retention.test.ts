import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import {
  anomaly,
  approval,
  at,
  auditRecord,
  capture,
  change,
  diagnosis,
  healthRecord,
  INCIDENT,
  incident,
  manualClock,
  NOON,
  OURS,
  outcome,
  plan,
  settings,
  timelineEntry,
  verification,
} from '../../builders.ts';
import { prediction } from '../../foresight.ts';

const DAY = 86_400;
const { retention } = settings();

function open() {
  const database = openDatabase(':memory:');
  return { database, stores: makeSqliteStores(database, manualClock()) };
}

/** An incident with all that can belong to one. */
async function storeIncident({ stores }: ReturnType<typeof open>, overrides: Parameters<typeof incident>[0]) {
  await stores.incidents.create(incident({ incidentId: INCIDENT, executionId: OURS, ...overrides }));
  await stores.incidents.addTimeline(timelineEntry());
  await stores.diagnoses.put(diagnosis());
  await stores.plans.put(plan());
  await stores.captures.create(capture());
  await stores.approvals.create(approval());
  await stores.verifications.add(INCIDENT, verification());
  await stores.outcomes.put(outcome());
}

function countRows({ database }: ReturnType<typeof open>, table: string) {
  return database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows'];
}

const PARTS = [
  'incident',
  'incident_timeline',
  'diagnosis',
  'plan',
  'capture',
  'approval',
  'verification',
  'outcome',
];

it('removes what is older than its kind is kept, to the second', async () => {
  const world = open();
  const { stores } = world;
  for (const seconds of [0, 1]) {
    await stores.health.put(healthRecord({ at: at(seconds) }));
    await stores.anomalies.put(anomaly({ at: at(seconds) }));
    await stores.predictions.put([prediction({ madeAt: at(seconds) })]);
  }
  await stores.changes.put(change({ at: NOON }));
  const searched = { anomaliesFrom: NOON, incidentsFrom: NOON, anomalies: 0, incidents: 0, patterns: [] };
  await stores.patterns.put({ minedAt: NOON, ...searched });
  await stores.patterns.putWindow({ from: NOON, to: at(21_600), services: 2, correlations: [] });

  const afterHealth = stores.purge(at(retention.healthDays * DAY + 1), retention);
  const afterChanges = stores.purge(at(retention.changeDays * DAY + 1), retention);
  const afterAnomalies = stores.purge(at(retention.anomalyDays * DAY + 1), retention);

  expect(afterHealth).toMatchObject({
    health: 1,
    anomalies: 0,
    changes: 0,
    predictions: 1,
    patterns: 0,
    incidents: 0,
  });
  expect(afterChanges).toMatchObject({ health: 1, changes: 1 });
  expect(afterAnomalies).toMatchObject({ anomalies: 1, patterns: 2 });
});

it('removes a closed incident with all that belongs to it, and keeps what was learned from it', async () => {
  const world = open();
  await storeIncident(world, { state: 'resolved' });

  const report = world.stores.purge(at(retention.incidentDays * DAY + 1), retention);

  expect(report.incidents).toBe(1);
  expect(PARTS.map((table) => countRows(world, table))).toEqual(PARTS.map(() => 0));
  expect(await world.stores.outcomes.trackRecords()).toHaveLength(1);
});

it('keeps an incident that is still open, however old', async () => {
  const world = open();
  await storeIncident(world, { state: 'verifying' });

  const report = world.stores.purge(at(10 * retention.incidentDays * DAY), retention);

  expect(report.incidents).toBe(0);
  expect(PARTS.map((table) => countRows(world, table))).toEqual(PARTS.map(() => 1));
});

it('never touches the audit log', async () => {
  const { stores } = open();
  const entry = await stores.audit.append(auditRecord());

  stores.purge(at(10 * retention.auditDays * DAY), retention);

  expect(await stores.audit.read(1, 10)).toEqual([entry]);
});
