// Incidents on a deployed Fleetmedic, from metrics to the closed incident, through public interfaces only: CloudWatch,
// the table, Step Functions, the HTTP API and ECS. The cases run side by side, for time is real here.

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildClickValue } from '#contracts/slack.ts';
import { APPROVER, type CaseName, STRANGER, TASKS_AFTER, TASKS_BEFORE, VERSIONS } from './shop.ts';
import { type ClickOptions, signClick } from './slack.ts';
import { makeWitness, type Witness } from './witness.ts';

const deployment = inject('deployment');
const MINUTES = 60_000;

let witness: Witness;
beforeAll(() => {
  if (deployment) witness = makeWitness(deployment);
});
afterAll(() => {
  if (deployment) witness.release();
});

/** Clicks on the card of the case's approval. */
async function click(name: CaseName, options: Omit<ClickOptions, 'value'>) {
  const { approvalId, planHash } = await witness.approvalOf(name);
  return witness.send(signClick({ ...options, value: buildClickValue({ approvalId, planHash }) }));
}

describe.skipIf(!deployment).concurrent('a deployed Fleetmedic', { timeout: 7 * MINUTES }, () => {
  it('writes an anomaly into the table and starts one execution', async () => {
    const incident = await witness.incidentOf('checkout');

    expect(await witness.anomaliesOf('checkout')).not.toEqual([]);
    expect(await witness.executionOf(incident)).toMatchObject({ name: incident.executionId });
  });

  it('heals after a signed click: ECS is changed, the recovery verified, the incident closed', async () => {
    const answer = await click('checkout', { user: APPROVER, action: 'approve' });

    const incident = await witness.endOf('checkout');

    expect(answer.status).toBe(200);
    expect(incident.state).toBe('resolved');
    expect(await witness.desiredTasks('checkout')).toBe(TASKS_AFTER);
    expect(await witness.statesEntered(incident)).toEqual(
      expect.arrayContaining([
        'Request approval',
        'Begin execution',
        'Apply action',
        'Verify recovery',
        'Close incident',
      ]),
    );
    expect(await witness.endedExecutionOf(incident)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('changes nothing when it is denied', async () => {
    await click('cart', { user: APPROVER, action: 'deny' });

    const incident = await witness.endOf('cart');

    expect(incident).toMatchObject({ state: 'escalated' });
    expect(await witness.desiredTasks('cart')).toBe(TASKS_BEFORE);
  });

  it('changes nothing when nobody answers in time', async () => {
    const incident = await witness.endOf('orders');

    expect(incident).toMatchObject({ state: 'escalated' });
    expect((await witness.approvalOf('orders')).status).toBe('expired');
    expect(await witness.desiredTasks('orders')).toBe(TASKS_BEFORE);
  });

  it('believes neither a stranger nor a forged click, and counts a replayed one once', async () => {
    const { approvalId, planHash } = await witness.approvalOf('payment');
    const value = buildClickValue({ approvalId, planHash });

    const stranger = await witness.send(signClick({ user: STRANGER, action: 'approve', value }));
    const forged = await witness.send(
      signClick({ user: APPROVER, action: 'approve', value, secret: 'guessed' }),
    );
    const before = await witness.approvalOf('payment');
    const denial = signClick({ user: APPROVER, action: 'deny', value });
    await witness.send(denial);
    const replayed = await witness.send(denial);

    expect(stranger.text).toContain('not an approver');
    expect(forged.status).toBe(401);
    expect(before).toMatchObject({ status: 'requested', decisions: [] });
    expect(replayed.text).toContain('counts once');
    expect((await witness.approvalOf('payment')).decisions).toHaveLength(1);
  });

  it('takes back what did not help, to the state it had captured', async () => {
    const incident = await witness.endOf('search');

    expect(await witness.eventsOf(incident)).toEqual(
      expect.arrayContaining(['action-applied', 'rollback-applied']),
    );
    expect(await witness.liveVersion('search')).toBe(VERSIONS);
  });

  it('stops in mid-recovery when the switch is engaged between approval and act', async () => {
    const { approvalId } = await witness.approvalOf('catalog');
    await Promise.all(
      (['checkout', 'search', 'inventory', 'shipping', 'accounts'] as const).map((name) =>
        witness.endOf(name),
      ),
    );
    await witness.engageStop();

    await click('catalog', { user: APPROVER, action: 'approve' });
    const incident = await witness.endOf('catalog');

    expect(approvalId).toBeDefined();
    expect(incident.state).toBe('escalated');
    expect(await witness.desiredTasks('catalog')).toBe(TASKS_BEFORE);
  });

  it('opens one incident and one execution when the same event is delivered twice', async () => {
    const incident = await witness.incidentOf('inventory');
    await witness.executionOf(incident);

    await witness.deliverAgain('inventory');

    expect(await witness.incidentsOf('inventory')).toHaveLength(1);
    expect(await witness.executionsOf(incident)).toHaveLength(1);
  });

  it('acts once when the function is killed after its mutating call', async () => {
    const incident = await witness.endOf('inventory');

    expect(incident.state).toBe('resolved');
    expect(await witness.callsCarriedOut('inventory')).toBe(1);
    expect(await witness.desiredTasks('inventory')).toBe(TASKS_AFTER);
  });

  it('tries again when AWS throttles', async () => {
    const incident = await witness.endOf('shipping');

    expect(incident.state).toBe('resolved');
    expect(await witness.callsCarriedOut('shipping')).toBe(1);
  });

  it('ends safely when AWS refuses the call, and names the refusal', async () => {
    const incident = await witness.endOf('accounts');

    expect(incident.state).toBe('escalated');
    expect(await witness.tellingOf(incident)).toContain('ecs:UpdateService');
    expect(await witness.desiredTasks('accounts')).toBe(TASKS_BEFORE);
  });

  it('keeps an audit chain that verifies', async () => {
    await witness.endOf('checkout');

    expect(await witness.verifyAudit()).toMatchObject({ ok: true });
  });

  it('archives every audit entry, as a chain that verifies', async () => {
    await witness.endOf('checkout');
    const last = (await witness.latestAudit())?.sequence ?? 0;

    const archived = (await witness.archivedAudit(last)).filter(({ sequence }) => sequence <= last);

    expect(last).toBeGreaterThan(0);
    expect(archived).toEqual(await witness.auditUpTo(last));
    expect(witness.verify(archived)).toMatchObject({ ok: true });
  });
});
