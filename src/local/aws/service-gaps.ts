// What a service lacks before Fleetmedic can judge and heal it: signals that never arrive, and what each strategy would
// miss. Pure; the account is asked elsewhere.

import { metricQueriesFor } from '#contracts/naming.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Service } from '#domain/service/service.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import type { MetricSeries, SignalName } from '#domain/signal/signal.ts';
import { pickResource } from '#strategies/resources.ts';

/** Signals that become what users feel: share of errors, latency, share of healthy targets, age of the oldest message. */
const FELT_SIGNALS: readonly SignalName[] = ['error-count', 'latency-p99', 'healthy-targets', 'queue-age'];
/** A restart that may stop tasks first needs as many, as the strategy says. */
const TASKS_TO_SPARE = 4;
const CONTAINER_INSIGHTS = 'ECS/ContainerInsights';

/** Metrics that are published only when something happened: their absence is good news. */
const SPARSE_METRICS = new Set(
  Object.values(METRIC_CATALOGUE)
    .flat()
    .filter(({ whenAbsent }) => whenAbsent === 'zero')
    .map(({ metricName }) => metricName),
);

/** `CPUUtilization of ecs-service/shop/checkout` for each metric without any point, once per metric. */
export function silentMetrics(series: readonly MetricSeries[]): readonly string[] {
  const silent = series
    .filter(({ query, points }) => points.length === 0 && !SPARSE_METRICS.has(query.metricName))
    .map(({ query }) => `${query.metricName} of ${query.resourceId}${hintOn(query.namespace)}`);
  return [...new Set(silent)];
}

function hintOn(namespace: string): string {
  return namespace === CONTAINER_INSIGHTS ? ' (turn on Container Insights for it)' : '';
}

/** What would keep strategies from helping this service, by what is known of its readable resources. */
export function strategyGaps(
  service: Service,
  descriptions: readonly ResourceDescription[],
): readonly string[] {
  return [
    ...visibilityGaps(service),
    ...readingGaps(descriptions),
    ...ownershipGaps(descriptions),
    ...restartGaps(descriptions),
    ...scalingGaps(service, descriptions),
    ...rollbackGaps(descriptions),
  ];
}

function visibilityGaps({ resources }: Service): readonly string[] {
  const signals = resources.flatMap((id) => metricQueriesFor(id).map(({ signal }) => signal));
  if (signals.some((signal) => FELT_SIGNALS.includes(signal))) return [];
  return [
    'verification: no target group and no queue among its resources, so that nothing shows what users feel; add one',
  ];
}

function readingGaps(descriptions: readonly ResourceDescription[]): readonly string[] {
  return descriptions.length > 0 ? [] : ['all strategies: it has nothing that can be both read and changed'];
}

function ownershipGaps(descriptions: readonly ResourceDescription[]): readonly string[] {
  return descriptions
    .filter(({ controller }) => controller !== 'ecs')
    .map(
      ({ resourceId, controller }) =>
        `all strategies: ${resourceId} is deployed by ${controller === 'code-deploy' ? 'CodeDeploy' : 'an external controller'}, which owns it; Fleetmedic keeps its hands off`,
    );
}

function restartGaps(descriptions: readonly ResourceDescription[]): readonly string[] {
  const target = pickResource(descriptions, 'ecs-service');
  if (!target) return [];
  const { state, minimumHealthyPercent = 100 } = target;
  if (minimumHealthyPercent >= 100 || state.desiredCount >= TASKS_TO_SPARE) return [];
  return [
    `service-restart: a deployment may stop tasks before their replacements run (minimumHealthyPercent ${minimumHealthyPercent}, ${state.desiredCount} tasks); set it to 100`,
  ];
}

function scalingGaps({ maxTasks }: Service, descriptions: readonly ResourceDescription[]): readonly string[] {
  const target = pickResource(descriptions, 'ecs-service');
  const bounds = pickResource(descriptions, 'scalable-target');
  if (!target) return [];
  const limit = Math.min(maxTasks, bounds?.state.maxCapacity ?? maxTasks);
  if (target.state.desiredCount < limit) return [];
  return [
    `instance-scaling: it has ${target.state.desiredCount} tasks and may have ${limit}; raise the limit`,
  ];
}

function rollbackGaps(descriptions: readonly ResourceDescription[]): readonly string[] {
  const versioned = descriptions.filter(({ state }) => state.type !== 'scalable-target');
  return versioned.flatMap(({ resourceId, previousVersion }) => {
    if (!previousVersion) return [`configuration-rollback: no earlier version of ${resourceId} is known`];
    if (previousVersion.isRollbackSafe) return [];
    return [
      `configuration-rollback: ${resourceId} is tagged fleetmedic:rollback=unsafe, so ${previousVersion.version} is never returned to`,
    ];
  });
}
