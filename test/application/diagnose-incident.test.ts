import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import { IncidentId } from '#domain/ids.ts';
import { anomaly, CART, CHECKOUT, change, minute, OURS } from '../builders.ts';
import { fallIll, makeWorld, openFor, shopSettings } from './world.ts';

const FAILING = { 'error-share': 0.3 };

describe('diagnosing an incident', () => {
  it('names what most likely is the cause, with its path and its impact', async () => {
    const world = makeWorld();
    const incident = await openFor(world, await fallIll(world, FAILING));
    await world.deps.changes.put(change({ at: minute(-4) }));

    const answer = await diagnoseIncident(world.deps, { executionId: OURS, incidentId: incident.incidentId });

    expect(answer).toEqual({ outcome: 'diagnosed' });
    const stored = await world.deps.diagnoses.find(incident.incidentId);
    expect(stored).toMatchObject({
      hypotheses: [{ failureType: 'bad-deployment', serviceId: CHECKOUT, confidence: 0.9 }],
      impact: { downstream: [], trafficShare: 0.1, errorShare: 0.3 },
      summary: 'Most likely bad deployment in checkout (90 % sure)',
    });
    expect((await world.deps.incidents.find(incident.incidentId))?.state).toBe('diagnosed');
    expect(await world.events(incident.incidentId)).toEqual(['incident-diagnosed']);
  });

  it('says what it costs of the error budget, where the owner has an objective', async () => {
    const objective = { availability: 0.99 };
    const { services } = shopSettings();
    const world = makeWorld({
      services: services.map((each) => (each.id === CHECKOUT ? { ...each, objective } : each)),
    });
    const { incidentId } = await openFor(world, await fallIll(world, FAILING));

    await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    // Six minutes of three failures in ten, against one in a hundred over thirty days.
    const stored = await world.deps.diagnoses.find(incidentId);
    expect(stored?.impact.burn).toMatchObject({ availability: 0.99, rate: 30, spent: 0.0042 });
  });

  it('happens once, however often it is delivered', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(world, await fallIll(world, FAILING));
    await diagnoseIncident(world.deps, { executionId: OURS, incidentId });
    world.clock.advance(60);

    await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect(await world.events(incidentId)).toEqual(['incident-diagnosed']);
  });

  it('tells it once also when two deliveries race', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(world, await fallIll(world, FAILING));

    await Promise.all([1, 2].map(() => diagnoseIncident(world.deps, { executionId: OURS, incidentId })));

    expect(await world.events(incidentId)).toEqual(['incident-diagnosed']);
  });

  it('also names what is less likely', async () => {
    const world = makeWorld();
    const found = await fallIll(
      world,
      { 'latency-p99': 2, 'latency-p50': 0.4 },
      { cart: { 'healthy-share': 0.5 } },
    );
    await world.deps.anomalies.put(anomaly({ serviceId: CART, at: minute(2), onsetAt: minute(0) }));
    const { incidentId } = await openFor(world, found, { serviceIds: [CHECKOUT, CART] });

    await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect((await world.deps.diagnoses.find(incidentId))?.summary).toBe(
      'Most likely bad task in cart (80 % sure); also possible: slow dependency in cart, seen at checkout (39 % sure)',
    );
  });

  it('says that the trouble is over when the last minutes were good', async () => {
    const world = makeWorld();
    const found = await fallIll(world, FAILING, { untilMinute: 3 });
    const { incidentId } = await openFor(world, found);
    await world.live(CHECKOUT, 3, 7);
    world.clock.advance(240);

    const answer = await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect(answer.outcome).toBe('recovered-by-itself');
    expect((await world.deps.diagnoses.find(incidentId))?.summary).toContain('was over before');
  });

  it('asks for a person when old trouble has no explanation', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(
      world,
      await fallIll(world, { 'latency-p50': 0.4, 'latency-p99': 2 }, { untilMinute: 12 }),
    );

    const answer = await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect(answer.outcome).toBe('review-by-person');
    expect((await world.deps.diagnoses.find(incidentId))?.summary).toContain(
      'Not sure enough to act: at best unexplained',
    );
  });

  it('asks for a person when it is switched off, and when nothing is known', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(world, await fallIll(world, FAILING));
    world.flagsOff.add('self_healing.diagnosis');
    const empty = makeWorld();
    const unknown = await openFor(empty, { ...(await fallIll(makeWorld(), FAILING)) });

    expect(await diagnoseIncident(world.deps, { executionId: OURS, incidentId })).toEqual({
      outcome: 'review-by-person',
    });
    await diagnoseIncident(empty.deps, { executionId: OURS, incidentId: unknown.incidentId });
    expect((await empty.deps.diagnoses.find(unknown.incidentId))?.summary).toBe(
      'Nothing in the evidence explains it',
    );
  });

  it('believes something of a service that a person asks for, though nothing is ill', async () => {
    const world = makeWorld();
    await world.live(CHECKOUT, -60, 1);
    const { incidentId } = await openFor(
      world,
      { ...(await fallIll(makeWorld(), {})), evidence: [] },
      { requestedBy: 'ana' },
    );

    const answer = await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect(answer.outcome).toBe('diagnosed');
    expect((await world.deps.diagnoses.find(incidentId))?.hypotheses).toMatchObject([
      { failureType: 'unexplained' },
    ]);
  });

  it('believes nothing beyond its evidence where somebody asked about a service that is ill', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(world, await fallIll(world, FAILING), { requestedBy: 'ana' });
    await world.deps.changes.put(change({ at: minute(-4) }));

    await diagnoseIncident(world.deps, { executionId: OURS, incidentId });

    expect((await world.deps.diagnoses.find(incidentId))?.hypotheses).toHaveLength(1);
  });

  it('needs an incident that is there', async () => {
    const incidentId = IncidentId.parse('inc-x');

    await expect(diagnoseIncident(makeWorld().deps, { executionId: OURS, incidentId })).rejects.toThrow(
      'There is no incident inc-x',
    );
  });
});
