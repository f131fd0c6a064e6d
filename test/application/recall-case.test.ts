// A new incident is told what it looks like: the past one, what was done then and whether it worked.

import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import { planRecovery } from '#application/plan-recovery.ts';
import { buildIncidentId } from '#contracts/naming.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import {
  attempt,
  CART,
  change,
  diagnosis,
  evidence,
  hypothesis,
  incident,
  minute,
  OURS,
  outcome,
} from '../builders.ts';
import { fallIll, makeWorld, openFor, type TestWorld } from './world.ts';

const DAY_MINUTES = 24 * 60;
const FAILING = { 'error-share': 0.3 };

/** An incident that ended some days ago with its diagnosis, and an outcome unless it was never counted. */
async function remember(
  world: TestWorld,
  days: number,
  {
    seen = {},
    became = {},
  }: { readonly seen?: Partial<Incident>; readonly became?: Partial<Outcome> | false } = {},
) {
  const openedAt = minute(-days * DAY_MINUTES);
  const past = incident({
    openedAt,
    state: 'resolved',
    closedAt: minute(-days * DAY_MINUTES + 6),
    ...seen,
  });
  const { incidentId } = past;
  await world.deps.incidents.create(past);
  await world.deps.diagnoses.put(
    diagnosis({
      incidentId,
      hypotheses: [hypothesis({ failureType: 'bad-deployment' })],
      changedBefore: ['deployment'],
    }),
  );
  if (became) await world.deps.outcomes.put(outcome({ incidentId, totalSeconds: 360, ...became }));
  return incidentId;
}

async function diagnoseNow(world: TestWorld) {
  const { incidentId } = await openFor(world, await fallIll(world, FAILING));
  await world.deps.changes.put(change({ at: minute(-4) }));
  await diagnoseIncident(world.deps, { executionId: OURS, incidentId });
  return { incidentId, found: await world.deps.diagnoses.find(incidentId) };
}

describe('the nearest past case', () => {
  it('comes with what was done then and how it went', async () => {
    const world = makeWorld();
    const rollback = attempt({
      strategy: 'configuration-rollback',
      failureType: 'bad-deployment',
      mutated: true,
    });
    await remember(world, 9, { seen: { serviceId: CART, serviceIds: [CART] } });
    const seen = await remember(world, 3, { became: { attempts: [rollback, attempt({ mutated: false })] } });

    const { found } = await diagnoseNow(world);

    expect(found?.pastCase).toMatchObject({
      incidentId: seen,
      failureType: 'bad-deployment',
      attempt: { strategy: 'configuration-rollback', result: 'recovered' },
      story: 'configuration-rollback worked, over after 6 min',
    });
    expect(found?.pastCase?.shared).toEqual(['symptoms', 'cause', 'service', 'changes']);
  });

  it('knows also what was never acted on', async () => {
    const world = makeWorld();
    await remember(world, 3, { became: { attempts: [], end: 'escalated' } });

    const { found } = await diagnoseNow(world);

    expect(found?.pastCase).toMatchObject({
      failureType: 'bad-deployment',
      story: 'nothing was done, people took over after 6 min',
    });
  });

  it('is none where none has ended, was counted, or is recent enough', async () => {
    const world = makeWorld();
    await remember(world, 2, { became: false });
    await remember(world, 40);
    await world.deps.incidents.create(
      incident({ incidentId: buildIncidentId(CART, minute(-60)), openedAt: minute(-60), serviceId: CART }),
    );

    expect((await diagnoseNow(world)).found).not.toHaveProperty('pastCase');
  });

  it('is found for a service that is no longer declared', async () => {
    const world = makeWorld();
    const seen = await remember(world, 3);
    world.changeSettings({ services: [] });

    expect((await diagnoseNow(world)).found?.pastCase?.incidentId).toBe(seen);
  });

  it('stays with the incident when it is diagnosed anew for a plan', async () => {
    const world = makeWorld();
    await remember(world, 3, { seen: { evidence: { checkout: [evidence({ value: 0.3 })] } } });
    const { incidentId, found } = await diagnoseNow(world);

    await planRecovery(world.deps, { executionId: OURS, incidentId, attempt: 1, revision: 0 });

    const again = await world.deps.diagnoses.find(incidentId);
    expect(again?.pastCase).toEqual(found?.pastCase);
    expect(again?.pastCase).toBeDefined();
  });
});
