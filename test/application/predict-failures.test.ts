import { describe, expect, it } from 'vitest';
import { readLimited } from '#application/foresight/read-limited.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import { predictFailures } from '#application/predict-failures.ts';
import type { Settings } from '#contracts/settings.ts';
import { summarizeTally } from '#domain/failure/prediction-tally.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import {
  CART,
  CART_ECS,
  CHECKOUT,
  CHECKOUT_CONFIG,
  change,
  incident,
  minute,
  pollState,
  service,
} from '../builders.ts';
import { outlook, prediction, steadyFailureModel } from '../foresight.ts';
import { MEASURED_CHECKOUT, makeObserveWorld, type ObserveWorld } from './observe-world.ts';

const LIKELY = steadyFailureModel([0.3, 0.6, 0.8, 0.9]);
const CALM = steadyFailureModel([0, 0.01, 0.02, 0.05]);

/** Checkout has its turn in every tick; its memory and processor are known for two hours before noon. */
async function watchedWorld(failureModel: FailureModel | undefined, settings: Partial<Settings> = {}) {
  const world = { ...makeObserveWorld({ settings }), failureModel };
  await world.polls.put(pollState({ tier: 'watch', tierUntil: minute(600) }));
  publish(world, 'memory', { from: -120, to: 0, value: () => 60 });
  publish(world, 'cpu', { from: -120, to: 0, value: () => 30 });
  return world;
}

interface Course {
  /** Minutes from noon. */
  readonly from: number;
  readonly to: number;
  readonly value: (minutes: number) => number;
}

function publish(world: ObserveWorld, signal: SignalName, { from, to, value }: Course): void {
  for (let each = from; each < to; each += 5) world.publish(signal, minute(each), value(each));
}

/** Five more minutes pass, as they were. */
function passTick(world: ObserveWorld, memory = 60): void {
  const passed = (world.clock.now() - minute(0)) / 60_000;
  publish(world, 'memory', { from: passed, to: passed + 5, value: () => memory });
  publish(world, 'cpu', { from: passed, to: passed + 5, value: () => 30 });
  world.clock.advance(300);
}

describe('looking ahead', () => {
  it('keeps what the model says of every indicator that has a limit', async () => {
    const world = await watchedWorld(LIKELY);

    const answer = await predictFailures(world);

    expect(answer).toEqual({ outcome: 'predicted', services: 1, predictions: 2, settled: 0 });
    const made = await world.predictions.list(CHECKOUT, minute(-1), minute(1));
    expect(made).toMatchObject([
      { indicator: 'memory', value: 60, limit: 95, isLimitKnown: true, modelHash: 'hash-of-failure' },
      { indicator: 'cpu', value: 30, limit: 95, isLimitKnown: false, madeAt: minute(0) },
    ]);
    expect(made[0]?.said.within[2]).toBeCloseTo(0.8);
    expect(await world.predictions.findOutlook(CHECKOUT)).toMatchObject({
      version: 1,
      at: minute(0),
      warning: { grade: 'orange' },
    });
  });

  it('does nothing while predictions are switched off', async () => {
    const world = await watchedWorld(LIKELY);
    world.switchOff('predictive-analytics');

    const answer = await predictFailures(world);

    expect(answer).toEqual({ outcome: 'switched-off', services: 0, predictions: 0, settled: 0 });
    expect(await world.predictions.findOutlook(CHECKOUT)).toBeUndefined();
  });

  it('does the same tick once, however often it comes', async () => {
    const world = await watchedWorld(LIKELY);
    await predictFailures(world);
    const told = world.published.length;

    const again = await predictFailures(world);

    expect(again.services).toBe(0);
    expect(world.published).toHaveLength(told);
  });

  it('has those first that are watched closely, and calm ones in their tick', async () => {
    const cart = service({ id: CART, resources: [CART_ECS] });
    const bare = service({ id: CHECKOUT, resources: [CHECKOUT_CONFIG] });
    const world = await watchedWorld(CALM, { services: [cart, MEASURED_CHECKOUT] });
    const unmeasured = await watchedWorld(CALM, { services: [bare] });

    const counts = [];
    for (let tick = 0; tick < 6; tick++) {
      counts.push((await predictFailures(world)).services);
      passTick(world);
    }

    expect(counts.toSorted()).toEqual([1, 1, 1, 1, 1, 2]);
    expect((await predictFailures(unmeasured)).services).toBe(0);
  });
});

describe('the failure model', () => {
  it.each([
    ['is missing', undefined],
    [
      'fails',
      { ...LIKELY, model: { ...LIKELY.model, evaluate: () => Promise.reject(new Error('no memory')) } },
    ],
  ])('that %s is replaced by the history of each metric, which says so', async (_case, failureModel) => {
    const world = await watchedWorld(failureModel);

    await predictFailures(world);

    const [made] = await world.predictions.list(CHECKOUT, minute(-1), minute(1));
    expect(made?.modelHash).toBeUndefined();
    expect(made?.said.within[2]).toBeLessThan(0.1);
    expect(world.lines.join()).toContain('model-unavailable');
  });

  it('is left aside while models are switched off', async () => {
    const world = await watchedWorld(LIKELY);
    world.switchOff('self_healing.ml_models');

    await predictFailures(world);

    expect((await world.predictions.findOutlook(CHECKOUT))?.predictions[0]?.modelHash).toBeUndefined();
  });
});

describe('a warning', () => {
  it('is announced once for each change, and has the service read every minute', async () => {
    const world = await watchedWorld(LIKELY);
    await world.polls.put(pollState({ tier: 'watch', tierUntil: minute(1) }));
    await predictFailures(world);
    passTick(world);
    await predictFailures(world);

    const warnings = world.published.filter(({ type }) => type === 'warning-changed');
    expect(warnings).toEqual([
      {
        type: 'warning-changed',
        serviceId: CHECKOUT,
        warning: { grade: 'orange', since: minute(0) },
        indicator: 'memory',
      },
    ]);
    const [poll] = await world.polls.all();
    expect(poll?.tierUntil).toBe(minute(5 + 30));
    expect(world.lines.join()).toContain('warning-changed');
  });
});

it('remembers the hour before an incident of a service, and is reminded of it when that is over', async () => {
  const world = await watchedWorld(LIKELY);
  await predictFailures(world);
  publish(world, 'memory', { from: -60, to: 0, value: (minutes) => 60 + minutes / 4 });
  const opened = incident({ openedAt: minute(4), onsetAt: minute(0) });
  await world.incidents.create(opened);

  passTick(world);
  await predictFailures(world);
  publish(world, 'memory', { from: 5, to: 65, value: (minutes) => 60 + minutes / 4 });
  world.clock.advance(3600);
  await predictFailures(world);
  const meanwhile = await world.predictions.findOutlook(CHECKOUT);
  await world.incidents.replace({ ...opened, version: 2, state: 'resolved', closedAt: minute(64) });
  publish(world, 'memory', { from: 65, to: 70, value: (minutes) => 60 + minutes / 4 });
  world.clock.advance(300);
  await predictFailures(world);

  expect(meanwhile?.memory.memory).toMatchObject([{ incidentId: opened.incidentId, beganAt: minute(0) }]);
  expect(meanwhile?.precursor).toBeUndefined();
  expect((await world.predictions.findOutlook(CHECKOUT))?.precursor).toMatchObject({
    indicator: 'memory',
    incidentId: opened.incidentId,
  });
});

describe('a likely failure', () => {
  it('is an anomaly when it is said twice in a row', async () => {
    const world = await watchedWorld(LIKELY);

    await predictFailures(world);
    const once = await world.anomalies.list(CHECKOUT, minute(-1), minute(10));
    passTick(world);
    await predictFailures(world);
    const twice = await world.anomalies.list(CHECKOUT, minute(-1), minute(10));

    expect(once).toEqual([]);
    expect(twice).toMatchObject([
      {
        at: minute(4.5),
        isUserVisible: false,
        isFallback: false,
        modelHash: 'hash-of-failure',
        evidence: [
          { indicator: 'memory', value: 60, expected: 60, direction: 'above', detectors: ['prediction'] },
        ],
      },
    ]);
    expect(twice[0]?.score).toBeCloseTo(0.8);
    expect(world.published).toContainEqual({ type: 'anomaly-detected', anomaly: twice[0] });
  });

  it('is judged within the window that the settings name', async () => {
    const prediction = { failureProbability: 0.65, windowMinutes: { from: 5, to: 20 } };
    const near = await watchedWorld(LIKELY, { prediction: { ...prediction, failureProbability: 0.55 } });
    const far = await watchedWorld(LIKELY, { prediction });

    for (const world of [near, far]) {
      await predictFailures(world);
      passTick(world);
      await predictFailures(world);
    }

    expect(await near.anomalies.list(CHECKOUT, minute(-1), minute(10))).toHaveLength(1);
    expect(await far.anomalies.list(CHECKOUT, minute(-1), minute(10))).toEqual([]);
  });

  it('is none when history alone says it', async () => {
    const world = await watchedWorld(undefined);

    expect(await anomaliesOfThreeTicks(world)).toEqual([]);
  });

  it('is none when the service was changed just now', async () => {
    const world = await watchedWorld(LIKELY);
    await world.changes.put(change({ at: minute(1) }));

    expect(await anomaliesOfThreeTicks(world)).toEqual([]);
  });

  it('is none when the limit is passed already', async () => {
    const world = await watchedWorld(LIKELY);
    publish(world, 'memory', { from: -5, to: 0, value: () => 96 });

    expect(await anomaliesOfThreeTicks(world, 96)).toEqual([]);
    expect(await world.predictions.list(CHECKOUT, minute(-1), minute(1))).toMatchObject([
      { indicator: 'cpu' },
    ]);
  });
});

async function anomaliesOfThreeTicks(world: Awaited<ReturnType<typeof watchedWorld>>, memory = 60) {
  for (let tick = 0; tick < 3; tick++) {
    await predictFailures(world);
    passTick(world, memory);
  }
  return world.anomalies.list(CHECKOUT, minute(-1), minute(20));
}

describe('the scores', () => {
  it('follow an hour later, from what was read anyway', async () => {
    const world = await watchedWorld(LIKELY);
    await predictFailures(world);
    for (let tick = 0; tick < 13; tick++) passTick(world, tick === 4 ? 96 : 60);

    const answer = await predictFailures(world);

    expect(answer.settled).toBe(1);
    const made = await world.predictions.list(CHECKOUT, minute(-1), minute(1));
    expect(made).toMatchObject([
      { indicator: 'memory', outcome: { crossedAt: minute(25), isDisturbed: false } },
      { indicator: 'cpu', outcome: { isDisturbed: false } },
    ]);
    const [day] = await world.predictions.scoresSince('2026-01-01');
    expect(summarizeTally(day?.tally ?? {})).toMatchObject({
      count: 1,
      verdicts: { hit: 1 },
      leadMinutes: 25,
    });
  });

  it('leave out what somebody intervened in, but for the platform itself', async () => {
    const world = await watchedWorld(LIKELY);
    await predictFailures(world);
    await world.changes.put(change({ at: minute(20), by: 'fleetmedic' }));
    const untouched = await watchedWorld(LIKELY);
    await predictFailures(untouched);
    await untouched.changes.put(change({ at: minute(20), by: 'platform' }));

    for (const each of [world, untouched]) {
      for (let tick = 0; tick < 13; tick++) passTick(each);
      await predictFailures(each);
    }

    const verdictsOf = async (each: typeof world) =>
      summarizeTally((await each.predictions.scoresSince('2026-01-01'))[0]?.tally ?? {}).verdicts;
    expect(await verdictsOf(world)).toMatchObject({ averted: 1, 'false-warning': 0 });
    expect(await verdictsOf(untouched)).toMatchObject({ averted: 0, 'false-warning': 1 });
  });

  it('are not given to what is not read any more', async () => {
    const world = await watchedWorld(CALM);
    await world.predictions.put([prediction({ madeAt: minute(-70), indicator: 'queue-age' })]);

    const answer = await predictFailures(world);

    expect(answer.settled).toBe(0);
    expect((await world.predictions.list(CHECKOUT, minute(-71), minute(-69)))[0]?.outcome).toBeUndefined();
  });

  it('are counted by the writer that wins', async () => {
    const world = await watchedWorld(CALM);
    await world.predictions.put([prediction({ madeAt: minute(-70) })]);
    const beaten = { ...world.predictions, replaceOutlook: async () => false };

    const answer = await predictFailures({ ...world, predictions: beaten });

    expect(answer.settled).toBe(0);
    expect(await world.predictions.scoresSince('2026-01-01')).toEqual([]);
  });
});

describe('reading limited indicators', () => {
  const read = async (world: ObserveWorld, services = [MEASURED_CHECKOUT]) =>
    readLimited(world, services, { endAt: minute(0), settings: await world.settings.current() });

  it('leaves out what is known for less than an hour, or not of late', async () => {
    const world = makeObserveWorld();
    publish(world, 'memory', { from: -55, to: 0, value: () => 60 });
    publish(world, 'cpu', { from: -120, to: -15, value: () => 30 });

    expect(await read(world)).toEqual([]);
  });

  it('goes on over a short gap, and takes the fullest of several resources', async () => {
    const world = makeObserveWorld();
    publish(world, 'memory', { from: -120, to: -10, value: () => 60 });
    const metrics = {
      read: async (...[queries, from, to]: Parameters<typeof world.metrics.read>) => {
        const series = await world.metrics.read(queries, from, to);
        return series.map((each) =>
          each.query.resourceId === CART_ECS
            ? { ...each, points: each.points.map(({ at, value }) => ({ at, value: value + 5 })) }
            : each,
        );
      },
    };
    const both = service({ id: CHECKOUT, resources: [...MEASURED_CHECKOUT.resources, CART_ECS] });

    const [reading] = await read({ ...world, metrics }, [both]);

    expect(reading?.recorded.values).toHaveLength(24);
    expect(reading?.history.series.values.at(-1)).toBe(65);
    expect(reading?.recorded.values.at(-1)).toBeNaN();
  });

  it('knows nothing of connections that are not used', async () => {
    const world = makeObserveWorld();
    publish(world, 'memory', { from: -120, to: 0, value: () => 60 });
    const metrics = {
      read: async (...[queries, from, to]: Parameters<typeof world.metrics.read>) =>
        (await world.metrics.read(queries, from, to)).map((each) => ({
          ...each,
          query: { ...each.query, signal: 'connections' as const },
          points: each.points.map(({ at }) => ({ at, value: 0 })),
        })),
    };

    expect(await read({ ...world, metrics })).toEqual([]);
  });

  it('asks for nothing where nothing has a limit', async () => {
    expect(await read(makeObserveWorld(), [service({ resources: [CHECKOUT_CONFIG] })])).toEqual([]);
  });
});

it('keeps what is ahead of a service that it lost sight of as it was', async () => {
  const world = makeObserveWorld();
  await world.polls.put(pollState({ tier: 'watch', tierUntil: minute(600) }));
  await world.predictions.replaceOutlook(outlook({ at: minute(-30) }), undefined);

  await predictFailures(world);

  expect(await world.predictions.findOutlook(CHECKOUT)).toEqual(outlook({ at: minute(-30) }));
});
