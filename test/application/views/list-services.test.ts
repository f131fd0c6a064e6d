import { describe, expect, it } from 'vitest';
import { checkServices, isHarmful, listServices } from '#application/views/list-services.ts';
import { buildResourceId } from '#contracts/naming.ts';
import { createSeries } from '#domain/baseline/series-state.ts';
import {
  CART,
  CHECKOUT,
  healthRecord,
  INCIDENT,
  incident,
  minute,
  NOON,
  service,
  settings,
} from '../../builders.ts';
import { outlook, prediction, said } from '../../foresight.ts';
import { makeViewWorld, seenWatch } from './world.ts';

const BAND = { expected: 5, lower: 4, upper: 6, spreadBelow: 1, spreadAbove: 1 };

describe('the list of services', () => {
  it('shows state, score, mode, data and the open incident of each', async () => {
    const world = makeViewWorld();
    await world.health.put(healthRecord({ predictedFailureAt: minute(18) }));
    await world.watches.save(seenWatch(), undefined);
    await world.incidents.create(incident());
    world.clock.advance(120);

    const { services } = await listServices(world);

    expect(services[0]).toMatchObject({
      serviceId: CHECKOUT,
      state: 'healthy',
      score: 0.98,
      mode: 'observe',
      dataAt: minute(1),
      isStale: false,
      incidentId: INCIDENT,
      predictedFailureAt: minute(18),
    });
  });

  it('shows what is ahead, and the nearer of two foretold failures, as long as that is current', async () => {
    const world = makeViewWorld();
    await world.health.put(healthRecord({ predictedFailureAt: minute(18) }));
    const like = { indicator: 'memory', incidentId: INCIDENT, beganAt: minute(-60), likeness: 0.97 } as const;
    const seen = outlook({ predictedFailureAt: minute(20), precursor: like });
    await world.predictions.replaceOutlook(seen, undefined);

    const [later] = (await listServices(world)).services;
    await world.predictions.replaceOutlook({ ...seen, version: 2, predictedFailureAt: minute(12) }, seen);
    const [sooner] = (await listServices(world)).services;
    world.clock.advance(2 * 3600);
    const [stale] = (await listServices(world)).services;

    expect(later?.predictedFailureAt).toBe(minute(18));
    expect(sooner?.predictedFailureAt).toBe(minute(12));
    expect(sooner?.outlook).toEqual({
      at: minute(0),
      grade: 'orange',
      since: minute(0),
      modelHash: 'hash-of-failure',
      indicators: [
        {
          indicator: 'memory',
          value: 80,
          limit: 95,
          isLimitKnown: true,
          within: [0.2, 0.4, 0.8, 0.8],
          failureAt: minute(20),
          earliestAt: minute(10),
          latestAt: minute(40),
        },
      ],
      precursor: like,
    });
    expect(stale).not.toHaveProperty('outlook');
    expect(stale?.predictedFailureAt).toBe(minute(18));
  });

  it('says of an outlook on history alone that no model was asked, and of a calm one no time', async () => {
    const world = makeViewWorld();
    const { modelHash: _asked, ...unasked } = prediction();
    const calm = { ...unasked, said: { ...said(0.01), minutesToFailure: 7 * 1440 } };
    await world.predictions.replaceOutlook(outlook({ predictions: [calm] }), undefined);

    const [service] = (await listServices(world)).services;

    expect(service?.outlook).not.toHaveProperty('modelHash');
    expect(service?.outlook?.indicators[0]).not.toHaveProperty('failureAt');
    expect(service).not.toHaveProperty('predictedFailureAt');
  });

  it('knows nothing of a service that was never read', async () => {
    const { services } = await listServices(makeViewWorld());

    expect(services[0]).toMatchObject({
      state: 'unknown',
      isStale: true,
      indicators: [],
      baselineProgress: 0,
    });
    expect(services[0]).not.toHaveProperty('score');
  });

  it('calls the state unknown once the data is stale, whatever was measured last', async () => {
    const world = makeViewWorld();
    await world.health.put(healthRecord());
    await world.watches.save(seenWatch(), undefined);

    world.clock.advance(3600);

    const { services } = await listServices(world);
    expect(services[0]).toMatchObject({ state: 'unknown', isStale: true });
    expect(services[0]).not.toHaveProperty('score');
  });

  it('calls the state unknown when a service was seen but nothing was recorded', async () => {
    const world = makeViewWorld();
    await world.watches.save(seenWatch(), undefined);

    const { services } = await listServices(world);

    expect(services[0]).toMatchObject({ state: 'unknown', isStale: false });
  });

  it('shows the limits of each indicator that has a baseline, and which values are outside', async () => {
    const world = makeViewWorld();
    const indicators = { 'error-share': 0.4, 'latency-p99': 0.2, throughput: 100, value: 3 };
    await world.health.put(healthRecord({ throughput: 100, indicators }));
    const series = {
      'error-share': createSeries(NOON, 0.001),
      throughput: {
        ...createSeries(NOON, 90),
        count: 90,
        memory: { ...createSeries(NOON, 90).memory, level24: 90 },
      },
    };
    await world.watches.save({ ...seenWatch(), series }, undefined);

    const { services } = await listServices(world);

    expect(services[0]?.indicators).toMatchObject([
      {
        indicator: 'error-share',
        lower: 0,
        upper: expect.closeTo(0.02),
        isOutside: true,
        isUserVisible: true,
      },
      { indicator: 'latency-p99', isOutside: false },
      { indicator: 'throughput', isOutside: false, isUserVisible: false },
      { indicator: 'value', isOutside: false },
    ]);
    expect(services[0]?.indicators[1]).not.toHaveProperty('upper');
  });

  it('says nothing of limits while too little was seen', async () => {
    const world = makeViewWorld();
    await world.health.put(healthRecord({ indicators: { cpu: 50 } }));
    await world.watches.save({ ...seenWatch(), series: { cpu: createSeries(NOON, 50) } }, undefined);

    const { services } = await listServices(world);

    expect(services[0]?.indicators).toEqual([
      { indicator: 'cpu', value: 50, isOutside: false, isUserVisible: false },
    ]);
  });

  it('does not call stale what has no metrics of its own', async () => {
    const thirdParty = buildResourceId({ type: 'external-dependency', scope: 'shop', name: 'card-network' });
    const document = settings({ services: [service({ resources: [thirdParty] })] });

    const { services } = await listServices(makeViewWorld(document));

    expect(services[0]).toMatchObject({ isMeasured: false, state: 'unknown', isStale: false });
    expect((await checkServices(makeViewWorld(document))).ill).toEqual([]);
  });

  it('shows only the service that is asked for', async () => {
    const { services } = await listServices(makeViewWorld(), CART);

    expect(services.map(({ serviceId }) => serviceId)).toEqual([CART]);
  });

  it('takes the more restrictive mode', async () => {
    const document = settings({ mode: 'auto', services: [service({ mode: 'suggest' })] });

    const { services } = await listServices(makeViewWorld(document));

    expect(services[0]?.mode).toBe('suggest');
  });
});

describe('a value does harm', () => {
  it.each([
    ['latency-p99', 7, true],
    ['latency-p99', 1, false],
    ['healthy-share', 1, true],
    ['healthy-share', 7, false],
    ['throughput', 7, true],
    ['throughput', 1, true],
    ['throughput', 5, false],
  ] as const)('%s of %d in a band from 4 to 6: %s', (indicator, value, expected) => {
    expect(isHarmful(indicator, value, { band: BAND, settings: settings() })).toBe(expected);
  });
});

it('the check counts states and names the ill, worst first', async () => {
  const world = makeViewWorld();
  await world.health.put(healthRecord({ state: 'critical', score: 0.2 }));
  await world.watches.save(seenWatch(), undefined);

  const answer = await checkServices(world);

  expect(answer.counts).toEqual({ healthy: 0, degraded: 0, unhealthy: 0, critical: 1, unknown: 1 });
  expect(answer.ill).toEqual([
    { serviceId: CHECKOUT, state: 'critical', score: 0.2 },
    { serviceId: CART, state: 'unknown' },
  ]);
});
