import { expect, it } from 'vitest';
import { listIncidents, readIncident } from '#application/views/read-incidents.ts';
import { compareIncidents, summarizeIncident } from '#application/views/summarize-incident.ts';
import { approval, CART, INCIDENT, incident, minute } from '../../builders.ts';
import { makeViewWorld } from './world.ts';

it('lists open incidents first, the worst on top, then the closed ones from the newest', async () => {
  const world = makeViewWorld();
  const closed = { state: 'resolved', closing: 'It went away' } as const;
  await world.incidents.create(incident({ openedAt: minute(-50), severity: 'SEV-3' }));
  await world.incidents.create(incident({ openedAt: minute(-40), severity: 'SEV-1' }));
  await world.incidents.create(incident({ openedAt: minute(-30), severity: 'SEV-3', serviceId: CART }));
  await world.incidents.create(
    incident({ openedAt: minute(-20), severity: 'SEV-4', ...closed, closedAt: minute(-19) }),
  );
  await world.incidents.create(
    incident({ openedAt: minute(-10), severity: 'SEV-4', ...closed, closedAt: minute(-9) }),
  );

  const { incidents } = await listIncidents(world, { hours: 1 });

  expect(incidents.map(({ openedAt }) => openedAt)).toEqual([-40, -30, -50, -10, -20].map(minute));
  expect(incidents[3]).toMatchObject({ isOpen: false, closing: 'It went away', closedAt: minute(-9) });
});

it('lists an open incident however old it is, and once', async () => {
  const world = makeViewWorld();
  await world.incidents.create(incident({ openedAt: minute(-600) }));
  await world.incidents.create(incident({ openedAt: minute(-1) }));

  const { incidents } = await listIncidents(world, { hours: 1 });

  expect(incidents).toHaveLength(2);
});

it('an unknown incident is not there', async () => {
  expect(await readIncident(makeViewWorld(), INCIDENT)).toBeUndefined();
});

it('an incident of which nothing is known yet is shown as it is', async () => {
  const world = makeViewWorld();
  await world.incidents.create(incident());
  await world.approvals.create(approval());

  const answer = await readIncident(world, INCIDENT);

  expect(answer).toMatchObject({
    incident: incident(),
    timeline: [],
    plans: [],
    captures: [],
    verifications: [],
  });
  expect(answer).not.toHaveProperty('diagnosis');
  expect(answer?.approvals[0]).not.toHaveProperty('taskToken');
});

it('an open incident stands before a closed one, whichever is looked at first', () => {
  const open = summarizeIncident(incident({ severity: 'SEV-4' }));
  const closed = summarizeIncident(incident({ severity: 'SEV-1', state: 'escalated' }));

  expect(compareIncidents(open, closed)).toBeLessThan(0);
  expect(compareIncidents(closed, open)).toBeGreaterThan(0);
});
