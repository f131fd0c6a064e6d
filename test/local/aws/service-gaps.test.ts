import { describe, expect, it } from 'vitest';
import { metricQueriesFor } from '#contracts/naming.ts';
import { ResourceId } from '#domain/ids.ts';
import { silentMetrics, strategyGaps } from '#local/aws/service-gaps.ts';
import {
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_SCALING,
  configurationState,
  ecsState,
  NOON,
  scalingState,
  service,
} from '../../builders.ts';
import { managed } from './account.ts';

const TARGETS = ResourceId.parse('target-group/shop.1/checkout.2');
const SERVICE = service({ resources: [CHECKOUT_ECS, TARGETS] });

describe('metrics that never arrive', () => {
  it('are named once each, sparse counters excepted', () => {
    const series = metricQueriesFor(TARGETS).map((query) => ({ query, points: [] }));

    const silent = silentMetrics(series);

    expect(silent).toEqual([
      `RequestCount of ${TARGETS}`,
      `TargetResponseTime of ${TARGETS}`,
      `HealthyHostCount of ${TARGETS}`,
      `UnHealthyHostCount of ${TARGETS}`,
    ]);
  });

  it('come with the way to have them', () => {
    const series = metricQueriesFor(CHECKOUT_ECS).map((query) => ({ query, points: [] }));

    expect(silentMetrics(series)).toContain(
      `RunningTaskCount of ${CHECKOUT_ECS} (turn on Container Insights for it)`,
    );
  });
});

describe('what strategies would lack', () => {
  it('is nothing for a service with everything', () => {
    const gaps = strategyGaps(SERVICE, [managed(CHECKOUT_ECS, { minimumHealthyPercent: 100 })]);

    expect(gaps).toEqual([]);
  });

  it('is what users feel, where no resource shows it', () => {
    const gaps = strategyGaps(service({ resources: [CHECKOUT_ECS] }), [managed(CHECKOUT_ECS)]);

    expect(gaps).toEqual([expect.stringContaining('verification: no target group')]);
  });

  it('is everything, where nothing can be read', () => {
    expect(strategyGaps(SERVICE, [])).toEqual([expect.stringContaining('all strategies: it has nothing')]);
  });

  it.each([
    ['code-deploy', 'CodeDeploy'],
    ['external', 'an external controller'],
  ] as const)('is the hand on a service that %s owns', (controller, words) => {
    const gaps = strategyGaps(SERVICE, [managed(CHECKOUT_ECS, { controller })]);

    expect(gaps).toEqual([expect.stringContaining(`is deployed by ${words}`)]);
  });

  it('is a safe restart, where few tasks may all be stopped first', () => {
    const state = ecsState({ desiredCount: 2 });

    const gaps = strategyGaps(SERVICE, [managed(CHECKOUT_ECS, { state, minimumHealthyPercent: 0 })]);

    expect(gaps).toEqual([expect.stringContaining('service-restart: a deployment may stop tasks')]);
  });

  it('is room to grow', () => {
    const descriptions = [
      managed(CHECKOUT_ECS, { state: ecsState({ desiredCount: 4 }) }),
      managed(CHECKOUT_SCALING, { state: scalingState({ maxCapacity: 4 }) }),
    ];

    const gaps = strategyGaps(SERVICE, descriptions);

    expect(gaps).toEqual(['instance-scaling: it has 4 tasks and may have 4; raise the limit']);
  });

  it('is a version to return to, or a safe one', () => {
    const { previousVersion: _, ...fresh } = managed(CHECKOUT_CONFIG, { state: configurationState() });
    const previousVersion = { version: 'checkout:40', replacedAt: NOON, isRollbackSafe: false };

    const gaps = strategyGaps(SERVICE, [fresh, managed(CHECKOUT_ECS, { previousVersion })]);

    expect(gaps).toEqual([
      `configuration-rollback: no earlier version of ${CHECKOUT_CONFIG} is known`,
      expect.stringContaining('fleetmedic:rollback=unsafe'),
    ]);
  });
});
