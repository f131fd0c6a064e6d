// The services of an export as the loop watches them. An export tells of metrics and not of resources, so each service is
// presumed to be a container service behind a load balancer; every plan of a backtest says so.

import { buildResourceId, parseResourceId } from '#contracts/naming.ts';
import type { Change } from '#domain/change/change.ts';
import { NotFoundError } from '#domain/errors.ts';
import { type Instant, type ResourceId, secondsAfter } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription, ResourceType } from '#domain/resource/resource.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import { firstAtOrAfter } from '#local/replay/recording.ts';
import type { ServiceExport } from './metric-export.ts';

const SCOPE = 'presumed';
/** What signals are presumed to come from; of several that have a signal, the first. */
const MEASURED: readonly ResourceType[] = [
  'target-group',
  'ecs-service',
  'rds-instance',
  'sqs-queue',
  'recorded-series',
];
/** Where nothing says how many tasks ran: a small service with room to grow. */
const PRESUMED_TASKS = 2;
const GROWTH_ROOM = 5;

/** A resource of a service; what would end a part of the id is escaped. */
export function presumedResource(type: ResourceType, service: string): ResourceId {
  const name = service.replaceAll('%', '%25').replaceAll('/', '%2F');
  return buildResourceId({ type, scope: SCOPE, name });
}

/** The resource that a signal of a service is read from. */
export function resourceOfSignal(service: string, signal: SignalName): ResourceId {
  const type = MEASURED.find((each) => METRIC_CATALOGUE[each]?.some((metric) => metric.signal === signal));
  return presumedResource(type ?? 'recorded-series', service);
}

/** The resources of a service. Of one recorded value nothing is known that could be acted on. */
export function resourcesOf({ name, series }: ServiceExport): readonly ResourceId[] {
  const measured = [...series.keys()].map((signal) => resourceOfSignal(name, signal));
  const isNamed = [...series.keys()].some((signal) => signal !== 'value');
  const actedOn = (['ecs-service', 'scalable-target', 'configuration'] as const).map((type) =>
    presumedResource(type, name),
  );
  return [...new Set([...measured, ...(isNamed ? actedOn : [])])];
}

export interface PresumedFleet {
  /** How a resource is presumed to have been. Throws NotFoundError where there was nothing to act on. */
  describe(resourceId: ResourceId, now: Instant): ResourceDescription;
}

/** The fleet behind an export; versions are as new as the recorded changes say. */
export function presumeFleet(services: readonly ServiceExport[], changes: readonly Change[]): PresumedFleet {
  const byName = new Map(services.map((service) => [presumedResource('ecs-service', service.name), service]));
  return {
    describe(resourceId, now) {
      const { type, name } = parseResourceId(resourceId);
      const service = byName.get(presumedResource('ecs-service', decode(name)));
      const tasks = service ? tasksAt(service, now) : PRESUMED_TASKS;
      const changed = changes.findLast((change) => change.resourceId === resourceId && change.at <= now);
      return describePresumed({ resourceId, type, name, tasks, changed });
    },
  };
}

function decode(name: string): string {
  return name.replaceAll('%2F', '/').replaceAll('%25', '%');
}

/** As many as were recorded last, if that was recorded at all. */
function tasksAt({ series }: ServiceExport, now: Instant): number {
  const points = series.get('running-tasks') ?? [];
  const latest = points[firstAtOrAfter(points, secondsAfter(now, 1)) - 1];
  return latest ? Math.max(1, Math.round(latest.value)) : PRESUMED_TASKS;
}

interface Presumption {
  readonly resourceId: ResourceId;
  readonly type: ResourceType;
  readonly name: string;
  readonly tasks: number;
  /** The change that brought in what runs now; absent when none is recorded. */
  readonly changed: Change | undefined;
}

function describePresumed({ resourceId, type, name, tasks, changed }: Presumption): ResourceDescription {
  const shared = {
    resourceId,
    tags: { 'fleetmedic:managed': 'true' },
    controller: 'ecs',
    isDeploymentInProgress: false,
  } as const;
  switch (type) {
    case 'ecs-service':
      return {
        ...shared,
        state: {
          type,
          desiredCount: tasks,
          taskDefinition: `${name}:2`,
          deploymentId: changed?.changeId ?? 'presumed',
        },
        runningCount: tasks,
        minimumHealthyPercent: 100,
        ...previousOf(`${name}:1`, changed),
      };
    case 'scalable-target':
      return { ...shared, state: { type, minCapacity: tasks, maxCapacity: tasks * GROWTH_ROOM } };
    case 'configuration':
      return { ...shared, state: { type, version: 2 }, ...previousOf('1', changed) };
    default:
      throw new NotFoundError(`${resourceId} stands for recorded metrics: there is nothing to act on`);
  }
}

function previousOf(
  version: string,
  changed: Change | undefined,
): { readonly previousVersion?: PreviousVersion } {
  if (!changed || changed.kind === 'scaling' || changed.kind === 'restart') return {};
  return { previousVersion: { version, replacedAt: changed.at, isRollbackSafe: true } };
}
