import { expect, it } from 'vitest';
import { listApprovals } from '#application/views/list-approvals.ts';
import { buildApprovalId, buildPlanId } from '#contracts/naming.ts';
import { approval, at, INCIDENT, incident, minute, OURS, plan } from '../../builders.ts';
import { makeViewWorld } from './world.ts';

it('what lapses first comes first, and nothing counts below zero', async () => {
  const world = makeViewWorld();
  await world.incidents.create(incident());
  for (const [attempt, expiresAt] of [
    [1, minute(10)],
    [2, at(-5)],
    [3, minute(5)],
  ] as const) {
    const planId = buildPlanId(OURS, attempt, 0);
    await world.plans.put(plan({ planId, attempt }));
    await world.approvals.create(approval({ approvalId: buildApprovalId(planId), planId, expiresAt }));
  }

  const { approvals } = await listApprovals(world);

  expect(approvals.map(({ secondsLeft }) => secondsLeft)).toEqual([0, 300, 600]);
  expect(approvals[0]).toMatchObject({ plan: { attempt: 2 }, incident: { incidentId: INCIDENT } });
});

it('a question whose plan or incident is gone is not asked', async () => {
  const world = makeViewWorld();
  await world.approvals.create(approval());

  expect((await listApprovals(world)).approvals).toEqual([]);
});
