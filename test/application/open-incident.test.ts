import { describe, expect, it } from 'vitest';
import { openIncident } from '#application/open-incident.ts';
import { buildIncidentId } from '#contracts/naming.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import { ServiceId } from '#domain/ids.ts';
import {
  APPROVAL,
  anomaly,
  approval,
  at,
  CART,
  CHECKOUT,
  decision,
  evidence,
  feedback,
  healthRecord,
  INCIDENT,
  incident,
  minute,
  outcome,
} from '../builders.ts';
import { makeWorld } from './world.ts';

describe('an anomaly that users feel', () => {
  it('opens an incident and starts its recovery', async () => {
    const world = await watchedWorld();

    const answer = await openIncident(world.deps, anomaly());

    const [opened] = await world.deps.incidents.listOpen();
    if (!opened) throw new Error('nothing was opened');
    expect(answer).toEqual({ outcome: 'opened', incidentId: opened.incidentId });
    expect(opened).toMatchObject({
      state: 'open',
      severity: 'SEV-1',
      title: 'checkout: error share 21 % against 0 % to 1 % expected',
      serviceIds: [CHECKOUT],
    });
    expect(world.started).toEqual([opened.executionId]);
    expect(await world.events(opened.incidentId)).toEqual(['incident-opened']);
    expect(world.published).toEqual([{ type: 'incident-changed', incident: opened }]);
    expect(world.counted).toEqual({ IncidentsOpened: 1 });
  });

  it('is one incident with what was foretold of the same resource, by prediction or by its rise', async () => {
    const world = await watchedWorld();
    const ahead = (detector: 'prediction' | 'trend', seconds: number) =>
      anomaly({
        at: at(seconds),
        isUserVisible: false,
        evidence: [evidence({ indicator: 'memory', value: 85, detectors: [detector] })],
      });

    const first = await openIncident(world.deps, ahead('prediction', -30));
    const second = await openIncident(world.deps, ahead('trend', 60));

    expect([first.outcome, second.outcome]).toEqual(['opened', 'joined']);
    expect(await world.deps.incidents.listOpen()).toMatchObject([{ severity: 'SEV-4', isFallback: false }]);
  });

  it('is one incident however often it is delivered', async () => {
    const world = await watchedWorld();
    await openIncident(world.deps, anomaly());

    const again = await openIncident(world.deps, anomaly());

    expect(again.outcome).toBe('joined');
    expect(await world.deps.incidents.listOpen()).toMatchObject([{ version: 1 }]);
    expect(world.started).toHaveLength(1);
  });

  it('starts a recovery that a crash has left unstarted', async () => {
    const world = await watchedWorld();
    await world.deps.incidents.create(incident());

    await openIncident(world.deps, anomaly());

    expect(world.started).toEqual([incident().executionId]);
  });

  it('joins the incident of what it calls, and makes it worse', async () => {
    const world = await watchedWorld();
    const first = await openIncident(
      world.deps,
      anomaly({ serviceId: CART, evidence: [evidence({ value: 0.06 })] }),
    );

    const second = await openIncident(world.deps, anomaly({ at: minute(1) }));

    expect(second).toEqual({ ...first, outcome: 'joined' });
    const [joined] = await world.deps.incidents.listOpen();
    expect(joined).toMatchObject({ serviceIds: [CART, CHECKOUT], severity: 'SEV-1', version: 2 });
    const timeline = joined && (await world.deps.incidents.timeline(joined.incidentId));
    expect(timeline?.map(({ summary }) => summary)).toEqual([
      'SEV-3: cart: error share 6 % against 0 % to 1 % expected',
      'checkout shows it too: error share 21 % against 0 % to 1 % expected',
    ]);
  });

  it('says so when it joins without evidence', async () => {
    const world = await watchedWorld();
    await openIncident(world.deps, anomaly({ serviceId: CART }));

    await openIncident(world.deps, anomaly({ at: minute(1), evidence: [] }));

    const [joined] = await world.deps.incidents.listOpen();
    const timeline = joined && (await world.deps.incidents.timeline(joined.incidentId));
    expect(timeline?.at(-1)?.summary).toBe('checkout shows it too: an anomaly without evidence');
  });

  it('starts nothing anew while people look at the same trouble', async () => {
    const world = await watchedWorld();
    await world.deps.incidents.create(incident({ state: 'escalated', closedAt: minute(1) }));

    const answer = await openIncident(world.deps, anomaly({ at: minute(3) }));

    expect(answer.outcome).toBe('joined');
    expect(world.started).toEqual([]);
  });

  it('is one incident also for two deliveries at the same moment', async () => {
    const world = await watchedWorld();

    const answers = await Promise.all([
      openIncident(world.deps, anomaly()),
      openIncident(world.deps, anomaly()),
    ]);

    expect(new Set(answers.map((answer) => 'incidentId' in answer && answer.incidentId)).size).toBe(1);
    expect(await world.deps.incidents.listOpen()).toHaveLength(1);
  });

  it('does not come back when its own incident has ended in the same moment', async () => {
    const world = await watchedWorld();
    await world.deps.incidents.create(incident({ state: 'resolved', closedAt: minute(1) }));
    const blindToIt = { ...world.deps.incidents, listSince: async () => [] };

    const answer = await openIncident({ ...world.deps, incidents: blindToIt }, anomaly());

    expect(answer).toEqual({ outcome: 'ignored', reason: 'too-late' });
  });

  it('fails when the incident cannot be stored, so that it is delivered again', async () => {
    const world = await watchedWorld();
    const broken = { ...world.deps.incidents, create: () => Promise.reject(new Error('no answer')) };

    await expect(openIncident({ ...world.deps, incidents: broken }, anomaly())).rejects.toThrow('no answer');
    expect(world.started).toEqual([]);
  });
});

describe('a service that falls ill while people are asked', () => {
  it('withdraws the question, so that it is planned anew', async () => {
    const world = await askedWorld();

    await openIncident(world.deps, anomaly({ serviceId: CART, at: minute(1) }));

    expect((await world.deps.approvals.find(APPROVAL))?.status).toBe('overtaken');
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'overtaken' }]);
    expect((await world.events(INCIDENT)).at(-1)).toBe('approval-overtaken');
  });

  it('leaves alone what was answered, also in the same moment', async () => {
    const answered = await askedWorld();
    await answered.deps.approvals.replace(
      approval(),
      approval({ status: 'granted', decisions: [decision()] }),
    );
    const racing = await askedWorld();
    const approvals = { ...racing.deps.approvals, replace: async () => false };

    await openIncident(answered.deps, anomaly({ serviceId: CART, at: minute(1) }));
    await openIncident({ ...racing.deps, approvals }, anomaly({ serviceId: CART, at: minute(1) }));

    expect([...answered.answers, ...racing.answers]).toEqual([]);
  });

  async function askedWorld() {
    const world = await watchedWorld();
    await world.deps.incidents.create(incident({ state: 'awaiting-approval' }));
    await world.deps.approvals.create(approval());
    return world;
  }
});

describe('a service whose pages were false of late', () => {
  /** Three band widths: loud enough for a bar that one false page has raised, and not for two. */
  const notable = evidence({ detectors: ['threshold'], deviation: 9, modelScore: 0 });

  it('opens an incident only for what is louder, until quiet has lowered the bar', async () => {
    const world = await watchedWorld();
    await cryWolf(world, -2 * 1440);
    const once = await openIncident(world.deps, anomaly({ evidence: [notable] }));
    const twice = await watchedWorld();
    await cryWolf(twice, -2 * 1440);
    await cryWolf(twice, -1440);

    const held = await openIncident(twice.deps, anomaly({ evidence: [notable] }));

    expect(once.outcome).toBe('opened');
    expect(held).toEqual({ outcome: 'ignored', reason: 'over-budget' });
    expect(twice.counted).toEqual({ IncidentsHeldBack: 1 });
    expect(twice.logged).toContain('incident-held-back');
  });

  it('is never held back from failed checks', async () => {
    const world = await watchedWorld();
    for (const day of [-3, -2, -1]) await cryWolf(world, day * 1440);
    const failing = evidence({ detectors: ['threshold', 'failure'], deviation: 4, modelScore: 0 });

    const answer = await openIncident(world.deps, anomaly({ evidence: [failing] }));

    expect(answer.outcome).toBe('opened');
  });

  it('may be given more patience than the others', async () => {
    const world = await watchedWorld();
    const { services } = await world.deps.settings.current();
    const patient = services.map((each) =>
      each.id === CHECKOUT ? { ...each, falsePagesPerWeek: 14 } : each,
    );
    world.changeSettings({ services: patient });
    await cryWolf(world, -2 * 1440);
    await cryWolf(world, -1440);

    expect((await openIncident(world.deps, anomaly({ evidence: [notable] }))).outcome).toBe('opened');
  });

  it('is as it was when people say that the pages were right', async () => {
    const world = await watchedWorld();
    for (const day of [-3, -2, -1]) await cryWolf(world, day * 1440);
    for (const day of [-3, -2, -1]) await say(world, day * 1440, 'useful');

    expect((await openIncident(world.deps, anomaly({ evidence: [notable] }))).outcome).toBe('opened');
  });

  it('has spent it also on what people call a false alarm before it has ended', async () => {
    const world = await watchedWorld();
    for (const day of [-3, -2, -1]) await say(world, day * 1440, 'false-alarm');

    expect((await openIncident(world.deps, anomaly({ evidence: [notable] }))).outcome).toBe('ignored');
  });

  type World = Awaited<ReturnType<typeof watchedWorld>>;

  /** An incident that was over before anything was done. */
  async function cryWolf({ deps }: World, minutes: number): Promise<void> {
    const incidentId = buildIncidentId(CHECKOUT, minute(minutes));
    await deps.outcomes.put(
      outcome({
        incidentId,
        end: 'suppressed',
        reason: 'recovered-by-itself',
        attempts: [],
        at: minute(minutes),
      }),
    );
  }

  async function say({ deps }: World, minutes: number, verdict: Feedback['verdict']): Promise<void> {
    const incidentId = buildIncidentId(CHECKOUT, minute(minutes));
    await deps.feedback.put(feedback({ incidentId, verdict, at: minute(minutes) }));
  }
});

describe('an anomaly is ignored', () => {
  const night = {
    name: 'move',
    kind: 'maintenance',
    from: '2026-11-23T11:00:00Z',
    to: '2026-11-23T13:00:00Z',
  } as const;

  it.each([
    ['when nobody feels it', anomaly({ isUserVisible: false }), 'not-felt'],
    ['of a service that is not watched', anomaly({ serviceId: ServiceId.parse('other') }), 'not-watched'],
    ['that comes far too late', anomaly({ at: minute(-20) }), 'too-late'],
  ])('%s', async (_case, found, reason) => {
    const world = await watchedWorld();

    expect(await openIncident(world.deps, found)).toEqual({ outcome: 'ignored', reason });
    expect(world.started).toEqual([]);
  });

  it('in an announced maintenance', async () => {
    const world = await watchedWorld();
    world.changeSettings({ calendar: [night] });

    expect(await openIncident(world.deps, anomaly())).toEqual({ outcome: 'ignored', reason: 'maintenance' });
  });

  it('while the health of the service is unknown', async () => {
    const world = await watchedWorld();
    await world.deps.health.put(healthRecord({ at: minute(1), state: 'unknown' }));

    expect(await openIncident(world.deps, anomaly())).toEqual({
      outcome: 'ignored',
      reason: 'unknown-health',
    });
    expect(await openIncident(makeWorld().deps, anomaly())).toEqual({
      outcome: 'ignored',
      reason: 'unknown-health',
    });
  });
});

/** Checkout and cart are well known up to noon. */
async function watchedWorld() {
  const world = makeWorld();
  await world.live(CHECKOUT, -5, 1);
  await world.live(CART, -5, 1);
  world.clock.advance(120);
  return world;
}
