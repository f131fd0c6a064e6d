import { describe, expect, it } from 'vitest';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import { Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { ResourceDescription } from '#domain/resource/resource.ts';
import { createFleet, type Fleet, ResourceNotFoundError, restoreFleet } from '#local/fleet/fleet.ts';
import {
  idOf,
  injection,
  minutesAfter,
  NOON,
  PERSON,
  pointsOf,
  quietFleet,
  resource,
  runMinutes,
} from './builders.ts';

const story = { seed: 11, startAt: NOON, hours: 12 } as const;

function everyPoint(fleet: Fleet) {
  const queries = fleet.topology.services.flatMap(({ resources }) => resources.flatMap(metricQueriesFor));
  return fleet.readMetrics(queries, NOON, fleet.now());
}

describe('the topology', () => {
  it('is a shop of twelve services with a shared database, a queue and third parties', () => {
    const { services, externals } = quietFleet().topology;

    const sharers = services.filter(({ resources }) =>
      resources.includes(resource('rds-instance/shop/orders-db')),
    );
    expect(services).toHaveLength(12);
    expect(sharers.map(({ id }) => id)).toEqual(['orders', 'inventory']);
    expect(services.find(({ id }) => id === 'shipping')?.resources).toContain('sqs-queue/shop/shipments');
    expect(externals.map(({ id }) => id)).toEqual(['card-network', 'email-provider']);
    expect(services.find(({ id }) => id === 'payment')?.dependsOn).toEqual(['card-network']);
  });

  it('has autoscaled services and others', () => {
    const autoscaled = quietFleet().topology.services.filter(({ resources }) =>
      resources.some((id) => id.startsWith('scalable-target/')),
    );

    expect(autoscaled.length).toBeGreaterThan(4);
    expect(autoscaled.length).toBeLessThan(12);
  });

  it('grows by whole or partial cells that know nothing of each other', () => {
    const { services } = quietFleet({ serviceCount: 50 }).topology;

    const ids = services.map(({ id }) => id);
    const fourth = services.find(({ id }) => id === 'shop-4-checkout');
    expect(new Set(ids).size).toBe(50);
    expect(fourth?.dependsOn.every((id) => id.startsWith('shop-4-'))).toBe(true);
    expect(services.find(({ id }) => id === 'shop-5-web')?.dependsOn).toEqual(['shop-5-catalog']);
  });

  it('works for a thousand services', () => {
    const fleet = quietFleet({ serviceCount: 1000 });

    runMinutes(fleet, 2);

    expect(fleet.topology.services).toHaveLength(1000);
    expect(fleet.truth().failedRequests / fleet.truth().requests).toBeLessThan(0.005);
  });

  it('announces marketing events, to the whole cell and in time', () => {
    const from = minutesAfter(NOON, 60);
    const fleet = quietFleet({
      injections: [injection({ kind: 'B2', serviceId: idOf('web'), at: from, durationMinutes: 60 })],
    });

    const calendars = fleet.topology.services.map(({ calendar }) => calendar);

    expect(calendars.every((entries) => entries.length === 1)).toBe(true);
    expect(calendars[0]?.[0]).toMatchObject({ kind: 'event', from: new Date(from).toISOString() });
  });
});

describe('an undisturbed day', () => {
  it('serves nearly everything, with processors busy but not exhausted at the top of the day', () => {
    const fleet = quietFleet();

    runMinutes(fleet, 24 * 60);

    const truth = fleet.truth();
    expect(truth.failedRequests / truth.requests).toBeLessThan(0.002);
    expect(Object.values(truth.services).every(({ floorBreachMinutes }) => floorBreachMinutes === 0)).toBe(
      true,
    );
    const busiest = Math.max(
      ...pointsOf(fleet, 'ecs-service/shop/accounts', 'cpu').map(({ value }) => value),
    );
    expect(busiest).toBeGreaterThan(50);
    expect(busiest).toBeLessThan(75);
  });

  it('moves the autoscaled services with the day, and leaves the others as they are', () => {
    const fleet = quietFleet();

    runMinutes(fleet, 24 * 60);

    const counts = (name: string) =>
      pointsOf(fleet, `ecs-service/shop/${name}`, 'running-tasks').map(({ value }) => value);
    expect(Math.max(...counts('web'))).toBeGreaterThanOrEqual(2 * Math.min(...counts('web')));
    expect(new Set(counts('inventory')).size).toBe(1);
  });

  it('delivers every message in time', () => {
    const fleet = quietFleet();

    runMinutes(fleet, 120);

    const shipping = fleet.truth().services['shipping'];
    expect(shipping?.requests).toBeGreaterThan(1000);
    expect(shipping?.failedRequests).toBe(0);
  });
});

describe('determinism', () => {
  it('tells the same day, byte for byte, for the same seed', () => {
    const [one, other] = [createFleet(story), createFleet(story)];

    for (const fleet of [one, other]) runMinutes(fleet, 300);

    expect(JSON.stringify(one.snapshot())).toBe(JSON.stringify(other.snapshot()));
  });

  it('goes on from a snapshot, through text, as if nothing had been', () => {
    const fleet = createFleet(story);
    fleet.advanceTo(secondsAfter(NOON, 4 * 3600 + 130));

    const restored = restoreFleet(JSON.parse(JSON.stringify(fleet.snapshot())));
    runMinutes(fleet, 90);
    runMinutes(restored, 90);

    expect(JSON.parse(JSON.stringify(restored.snapshot()))).toEqual(
      JSON.parse(JSON.stringify(fleet.snapshot())),
    );
    expect(restored.truth()).toEqual(fleet.truth());
    expect(everyPoint(restored)).toEqual(everyPoint(fleet));
  });

  it('a snapshot stays as it was while the fleet moves on', () => {
    const fleet = createFleet(story);
    const snapshot = fleet.snapshot();
    const before = JSON.stringify(snapshot);

    runMinutes(fleet, 5);

    expect(JSON.stringify(snapshot)).toBe(before);
  });

  it('tells the same story of faults and demand whatever an operator does', () => {
    const [idle, busy] = [createFleet(story), createFleet(story)];
    runMinutes(idle, 400);

    for (let round = 0; round < 10; round += 1) {
      runMinutes(busy, 40);
      for (const { scope, name } of busy.topology.services) {
        const resourceId = resource(`ecs-service/${scope}/${name}`);
        busy.apply({ kind: 'ecs-service/force-new-deployment', resourceId }, PERSON);
      }
    }

    const plot = (fleet: Fleet) =>
      [...fleet.truth().faults, ...fleet.truth().benign].map(({ id, kind, serviceId, onset, strength }) => ({
        id,
        kind,
        serviceId,
        onset,
        strength,
      }));
    expect(plot(busy)).toEqual(plot(idle));
    expect(busy.truth().services['web']?.userRequests).toBe(idle.truth().services['web']?.userRequests);
  });

  it('changes with the seed', () => {
    const [one, other] = [createFleet(story), createFleet({ ...story, seed: 12 })];

    for (const fleet of [one, other]) runMinutes(fleet, 30);

    expect(one.truth().requests).not.toBe(other.truth().requests);
  });
});

describe('published metrics', () => {
  it('appear one to three minutes after their minute, some later, some never', () => {
    const fleet = quietFleet();
    const seen = new Map<number, number>();

    for (let minute = 0; minute < 240; minute += 1) {
      runMinutes(fleet, 1);
      for (const { at } of pointsOf(fleet, 'target-group/shop/web', 'request-count')) {
        if (!seen.has(at)) seen.set(at, secondsBetween(Instant.parse(at + 60_000), fleet.now()));
      }
    }

    const lags = [...seen.values()];
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(60);
    expect(lags.filter((lag) => lag <= 180).length).toBeGreaterThan(0.9 * lags.length);
    expect(lags.length).toBeLessThan(240);
  });

  it('are those of the catalogue and nothing else', () => {
    const fleet = quietFleet();
    runMinutes(fleet, 10);
    const [query] = metricQueriesFor(resource('target-group/shop/web'));
    if (!query) throw new Error('The catalogue knows no target group');

    const unknown = { ...query, resourceId: resource('target-group/shop/nowhere') };

    expect(fleet.readMetrics([unknown], NOON, fleet.now())).toEqual([{ query: unknown, points: [] }]);
  });

  it('hold back the error count of a minute without errors', () => {
    const fleet = quietFleet();

    runMinutes(fleet, 60);

    const errors = pointsOf(fleet, 'target-group/shop/payment', 'error-count');
    const requests = pointsOf(fleet, 'target-group/shop/payment', 'request-count');
    expect(errors.length).toBeLessThan(requests.length);
    expect(errors.every(({ value }) => value >= 1)).toBe(true);
  });

  it('answer for the interval asked, its end excluded', () => {
    const fleet = quietFleet();
    runMinutes(fleet, 60);
    const [query] = metricQueriesFor(resource('ecs-service/shop/web'));
    const [from, to] = [minutesAfter(NOON, 10), minutesAfter(NOON, 20)];

    const points = query ? (fleet.readMetrics([query], from, to)[0]?.points ?? []) : [];

    expect(points.length).toBeGreaterThan(7);
    expect(points.every(({ at }) => at >= from && at < to)).toBe(true);
  });

  it.each([
    ['request-count', (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)],
    ['healthy-targets', (values: readonly number[]) => Math.min(...values)],
    ['unhealthy-targets', (values: readonly number[]) => Math.max(...values)],
  ] as const)('are aggregated by their statistic over longer periods: %s', (signal, combine) => {
    const fleet = quietFleet();
    runMinutes(fleet, 60);
    const query = metricQueriesFor(resource('target-group/shop/web')).find(
      (known) => known.signal === signal,
    );
    if (!query) throw new Error(`The catalogue lacks ${signal}`);
    const [from, to] = [minutesAfter(NOON, 10), minutesAfter(NOON, 15)];
    const minutes = fleet.readMetrics([query], from, to)[0]?.points ?? [];

    const [coarse] = fleet.readMetrics([{ ...query, periodSeconds: 300 }], from, to);

    expect(coarse?.points).toEqual([{ at: from, value: combine(minutes.map(({ value }) => value)) }]);
  });

  it('average averages over longer periods', () => {
    const fleet = quietFleet();
    runMinutes(fleet, 30);
    const query = metricQueriesFor(resource('ecs-service/shop/web')).find(({ signal }) => signal === 'cpu');
    if (!query) throw new Error('The catalogue lacks cpu');

    const [coarse] = fleet.readMetrics([{ ...query, periodSeconds: 300 }], NOON, minutesAfter(NOON, 5));

    expect(coarse?.points[0]?.value).toBeGreaterThan(10);
    expect(coarse?.points[0]?.value).toBeLessThan(90);
  });

  it('are forgotten after the retention', () => {
    const fleet = quietFleet({ metricRetentionHours: 2 });

    runMinutes(fleet, 7 * 60);

    const [oldest] = pointsOf(fleet, 'target-group/shop/web', 'request-count');
    expect(oldest?.at).toBeGreaterThan(minutesAfter(NOON, 2 * 60));
  });
});

describe('events and descriptions', () => {
  it('have the shape of EventBridge and are told once', () => {
    const fleet = createFleet({ ...story, hours: 24, startAt: NOON });
    runMinutes(fleet, 12 * 60);

    const events = fleet.drainEvents();

    expect(events.length).toBeGreaterThan(5);
    for (const event of events) expect(CloudEvent.safeParse(event).success).toBe(true);
    expect(fleet.drainEvents()).toEqual([]);
  });

  it('describe what can be changed, as its schema says', () => {
    const fleet = quietFleet();

    for (const { resources } of fleet.topology.services) {
      for (const id of resources.filter((known) =>
        /^(ecs-service|configuration|scalable-target)/.test(known),
      )) {
        expect(ResourceDescription.parse(fleet.describe(id))).toMatchObject({ resourceId: id });
      }
    }
  });

  it.each(['ecs-service/shop/nowhere', 'target-group/shop/web', 'scalable-target/shop/payment'])(
    'know no changeable %s',
    (id) => {
      expect(() => quietFleet().describe(resource(id))).toThrow(ResourceNotFoundError);
    },
  );
});
