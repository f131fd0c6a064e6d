import { describe, expect, it } from 'vitest';
import { buildChangeId } from '#contracts/naming.ts';
import type { Change } from '#domain/change/change.ts';
import { NotFoundError } from '#domain/errors.ts';
import { Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import {
  presumedResource,
  presumeFleet,
  resourceOfSignal,
  resourcesOf,
} from '#local/backtest/presumed-fleet.ts';

const NOON = Instant.parse(Date.UTC(2026, 0, 5, 12));
const shop = { name: 'shop', series: new Map([['running-tasks', [{ at: NOON, value: 5.8 }]] as const]) };

const change = (kind: Change['kind'], type: 'ecs-service' | 'configuration' = 'ecs-service'): Change => ({
  changeId: buildChangeId(kind),
  serviceId: ServiceId.parse('shop'),
  resourceId: presumedResource(type, 'shop'),
  kind,
  at: NOON,
  by: 'other',
  summary: kind,
});

describe('the presumed fleet', () => {
  it('has as many tasks as were recorded last, and else a few', () => {
    const fleet = presumeFleet([shop], []);
    const tasks = presumedResource('ecs-service', 'shop');

    expect(fleet.describe(tasks, secondsAfter(NOON, 60)).state).toMatchObject({ desiredCount: 6 });
    expect(fleet.describe(tasks, secondsAfter(NOON, -60)).state).toMatchObject({ desiredCount: 2 });
    expect(fleet.describe(presumedResource('scalable-target', 'shop'), NOON).state).toMatchObject({
      minCapacity: 6,
      maxCapacity: 30,
    });
  });

  it('had a version before only where a change is known, and not before it was made', () => {
    const service = presumedResource('ecs-service', 'shop');
    const configuration = presumedResource('configuration', 'shop');
    const fleet = presumeFleet([shop], [change('deployment'), change('configuration', 'configuration')]);

    expect(fleet.describe(service, NOON).previousVersion).toMatchObject({
      version: 'shop:1',
      replacedAt: NOON,
    });
    expect(fleet.describe(configuration, NOON).previousVersion).toMatchObject({ version: '1' });
    expect(fleet.describe(service, secondsAfter(NOON, -1)).previousVersion).toBeUndefined();
  });

  it.each(['scaling', 'restart'] as const)('is no new version after a %s', (kind) => {
    const fleet = presumeFleet([shop], [change(kind)]);

    expect(fleet.describe(presumedResource('ecs-service', 'shop'), NOON).previousVersion).toBeUndefined();
  });

  it('holds nothing to act on behind a metric', () => {
    const fleet = presumeFleet([shop], []);

    expect(() => fleet.describe(presumedResource('target-group', 'shop'), NOON)).toThrow(NotFoundError);
  });
});

describe('the resources of a service', () => {
  it('are those its signals come from, and those that are acted on', () => {
    const series = new Map([
      ['request-count', []],
      ['latency-p99', []],
      ['queue-age', []],
    ] as const);

    expect(resourcesOf({ name: 'a/b', series })).toEqual([
      'target-group/presumed/a%2Fb',
      'sqs-queue/presumed/a%2Fb',
      'ecs-service/presumed/a%2Fb',
      'scalable-target/presumed/a%2Fb',
      'configuration/presumed/a%2Fb',
    ]);
  });

  it('are none to act on where one value is all that is known', () => {
    expect(resourcesOf({ name: 'web', series: new Map([['value', []]]) })).toEqual([
      'recorded-series/presumed/web',
    ]);
  });

  it('carry a signal that several could from the first', () => {
    expect(resourceOfSignal('shop', 'cpu')).toBe('ecs-service/presumed/shop');
    expect(resourceOfSignal('shop', 'connections')).toBe('rds-instance/presumed/shop');
  });
});
