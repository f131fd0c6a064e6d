// Every key, id and derived name of the system is built, and parsed, here and nowhere else.

import {
  AnomalyId,
  ApprovalId,
  ChangeId,
  ExecutionId,
  IncidentId,
  Instant,
  PlanId,
  ResourceId,
  ServiceId,
} from '#domain/ids.ts';
import { ResourceType } from '#domain/resource/resource.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import type { MetricQuery, SignalName } from '#domain/signal/signal.ts';

/** The tick of the loop, and the metric grid unless `polling.periodSeconds` makes that coarser. */
export const PERIOD_SECONDS = 60;

/** The SSM parameter of the stop switch: fixed, so that people find it when nothing else works. */
export const STOP_SWITCH_NAME = '/fleetmedic/stop-switch';

// --- resources -------------------------------------------------------------------------------------------------

export interface ResourceName {
  readonly type: ResourceType;
  /** Cluster, load balancer or application that the name is unique in. */
  readonly scope: string;
  readonly name: string;
}

/** `<type>/<scope>/<name>`, for example `ecs-service/shop/checkout`. */
export function buildResourceId({ type, scope, name }: ResourceName): ResourceId {
  return ResourceId.parse(`${type}/${scope}/${name}`);
}

/** The parts of a resource id. Throws a RangeError naming the id when it has another shape. */
export function parseResourceId(resourceId: ResourceId): ResourceName {
  const [type, scope, name, ...rest] = resourceId.split('/');
  const knownType = ResourceType.safeParse(type);
  if (!knownType.success || !scope || !name || rest.length > 0) {
    throw new RangeError(
      `Resource id "${resourceId}" is not <type>/<scope>/<name> with a type of ${ResourceType.options.join(', ')}`,
    );
  }
  return { type: knownType.data, scope, name };
}

/** AWS's forms, from what follows the account id. Those without a scope do not say which resource id they belong to. */
const ARN_FORMS: Readonly<Record<ResourceType, { readonly service: string; readonly path: string }>> = {
  'ecs-service': { service: 'ecs', path: 'service/{scope}/{name}' },
  // AWS names a target by an opaque id; this form is its resource id in Application Auto Scaling.
  'scalable-target': { service: 'application-autoscaling', path: 'scalable-target/service/{scope}/{name}' },
  configuration: { service: 'appconfig', path: 'application/{scope}/configurationprofile/{name}' },
  'lambda-alias': { service: 'lambda', path: 'function:{scope}:{name}' },
  'ssm-parameter': { service: 'ssm', path: 'parameter/{scope}/{name}' },
  'target-group': { service: 'elasticloadbalancing', path: 'targetgroup/{name}' },
  'rds-instance': { service: 'rds', path: 'db:{name}' },
  'sqs-queue': { service: 'sqs', path: '{name}' },
  'external-dependency': { service: 'fleetmedic', path: 'external/{scope}/{name}' },
  'recorded-component': { service: 'fleetmedic', path: 'recorded-component/{scope}/{name}' },
  'recorded-series': { service: 'fleetmedic', path: 'recorded-series/{scope}/{name}' },
};

/**
 * Load balancers and target groups are known to CloudWatch and in ARNs as `<name>/<id>`. A resource id has no room for
 * that slash, and their names no dot, so it is written `<name>.<id>` there.
 */
function slashed(name: string): string {
  return name.replace('.', '/');
}

/** `/shop/checkout/limits` of `ssm-parameter/shop/checkout:limits`: no parameter has a colon in its name. */
export function parameterNameOf(resourceId: ResourceId): string {
  const { scope, name } = parseResourceId(resourceId);
  return `/${scope}/${name.replaceAll(':', '/')}`;
}

/** Account and Region that stand in an ARN; the simulated fleet uses the documentation account. */
export interface ArnPlace {
  readonly region: string;
  readonly accountId: string;
}

/** The ARN under which events and policies speak of a resource. */
export function resourceArn(resourceId: ResourceId, { region, accountId }: ArnPlace): string {
  const { type, scope, name } = parseResourceId(resourceId);
  const { service, path } = ARN_FORMS[type];
  const nameInArn = type === 'ssm-parameter' ? name.replaceAll(':', '/') : slashed(name);
  const filled = path.replace('{scope}', scope).replace('{name}', nameInArn);
  return `arn:aws:${service}:${region}:${accountId}:${filled}`;
}

/** The resource an ARN speaks of, or undefined when it is of no type that an ARN names in full. */
export function parseResourceArn(arn: string): ResourceId | undefined {
  const [, , service, , , ...rest] = arn.split(':');
  for (const type of ResourceType.options) {
    const form = ARN_FORMS[type];
    const parts = form.service === service ? matchPath(form.path, rest.join(':'), type) : undefined;
    if (parts) return buildResourceId({ type, ...parts });
  }
  return undefined;
}

function matchPath(form: string, path: string, type: ResourceType): Omit<ResourceName, 'type'> | undefined {
  const anyName = type === 'ssm-parameter' ? '[^:]+' : '[^/:]+';
  const pattern = form.replace('{scope}', '(?<scope>[^/:]+)').replace('{name}', `(?<name>${anyName})`);
  const { scope, name } = new RegExp(`^${pattern}$`).exec(path)?.groups ?? {};
  return scope && name ? { scope, name: name.replaceAll('/', ':') } : undefined;
}

function dimensionsOf({ type, scope, name }: ResourceName): Record<string, string> {
  switch (type) {
    case 'ecs-service':
    case 'scalable-target':
      return { ClusterName: scope, ServiceName: name };
    case 'target-group':
      return { LoadBalancer: `app/${slashed(scope)}`, TargetGroup: `targetgroup/${slashed(name)}` };
    case 'rds-instance':
      return { DBInstanceIdentifier: name };
    case 'sqs-queue':
      return { QueueName: name };
    case 'lambda-alias':
      return { FunctionName: scope, Resource: `${scope}:${name}` };
    case 'recorded-component':
    case 'recorded-series':
      return { Recording: scope, Component: name };
    case 'configuration':
    case 'ssm-parameter':
    case 'external-dependency':
      return {};
  }
}

/** All metrics that are read for a resource, in the order of the catalogue; none for unmeasured types. */
export function metricQueriesFor(
  resourceId: ResourceId,
  periodSeconds: number = PERIOD_SECONDS,
): readonly MetricQuery[] {
  const parts = parseResourceId(resourceId);
  const dimensions = dimensionsOf(parts);
  return (METRIC_CATALOGUE[parts.type] ?? []).map(({ signal, namespace, metricName, statistic, scale }) => ({
    resourceId,
    signal,
    namespace,
    metricName,
    dimensions,
    statistic,
    periodSeconds,
    ...(scale === undefined ? {} : { scale }),
  }));
}

/** The name of one series: `<resource id>#<signal>`. */
export function buildSeriesKey(resourceId: ResourceId, signal: SignalName): string {
  return `${resourceId}#${signal}`;
}

// --- ids of the loop -------------------------------------------------------------------------------------------

/** One anomaly per service and minute: the same observation twice is the same anomaly (I9). */
export function buildAnomalyId(serviceId: ServiceId, at: Instant): AnomalyId {
  return AnomalyId.parse(`anomaly-${serviceId}-${at}`);
}

/** Service and minute of an anomaly, or undefined when the id has another shape. */
export function parseAnomalyId(
  anomalyId: AnomalyId,
): { readonly serviceId: ServiceId; readonly at: Instant } | undefined {
  const parts = /^anomaly-(?<serviceId>.+)-(?<at>\d+)$/.exec(anomalyId)?.groups;
  if (!parts) return undefined;
  return { serviceId: ServiceId.parse(parts['serviceId']), at: Instant.parse(Number(parts['at'])) };
}

/** An incident is named by the service it began on and the time of its first anomaly. */
export function buildIncidentId(serviceId: ServiceId, openedAt: Instant): IncidentId {
  return IncidentId.parse(`inc-${serviceId}-${Math.floor(openedAt / 1000).toString(36)}`);
}

/** One recovery execution per incident; starting it twice is harmless. */
export function buildExecutionId(incidentId: IncidentId): ExecutionId {
  return ExecutionId.parse(`rec-${incidentId}`);
}

/** The plan of the given attempt (1 to 3) and revision of one execution; a remade plan is a new revision. */
export function buildPlanId(executionId: ExecutionId, attempt: number, revision: number): PlanId {
  return PlanId.parse(`plan-${executionId}-${attempt}-${revision}`);
}

/** Execution, attempt and revision of a plan, or undefined when the id has another shape. */
export function parsePlanId(
  planId: PlanId,
): { readonly executionId: ExecutionId; readonly attempt: number; readonly revision: number } | undefined {
  const parts = /^plan-(?<executionId>.+)-(?<attempt>\d+)-(?<revision>\d+)$/.exec(planId)?.groups;
  if (!parts) return undefined;
  return {
    executionId: ExecutionId.parse(parts['executionId']),
    attempt: Number(parts['attempt']),
    revision: Number(parts['revision']),
  };
}

/** A plan is put before people once. */
export function buildApprovalId(planId: PlanId): ApprovalId {
  return ApprovalId.parse(`apr-${planId}`);
}

/** Changes are deduplicated by the id of the event that told of them. */
export function buildChangeId(eventId: string): ChangeId {
  return ChangeId.parse(`change-${eventId}`);
}

/** Which act of an execution a capture belongs to: the n-th action of an attempt, or its way back. */
export interface CaptureStepName {
  readonly phase: 'apply' | 'rollback';
  readonly attempt: number;
  readonly actionIndex: number;
}

/** `apply-<attempt>-<index>` or `rollback-<attempt>-<index>`. */
export function buildCaptureStep({ phase, attempt, actionIndex }: CaptureStepName): string {
  return `${phase}-${attempt}-${actionIndex}`;
}

/** The parts of a capture's step. Throws a RangeError naming the step when it has another shape. */
export function parseCaptureStep(step: string): CaptureStepName {
  const parts = /^(?<phase>apply|rollback)-(?<attempt>\d+)-(?<actionIndex>\d+)$/.exec(step)?.groups;
  if (!parts) throw new RangeError(`Capture step "${step}" is not <apply|rollback>-<attempt>-<index>`);
  return {
    phase: parts['phase'] === 'apply' ? 'apply' : 'rollback',
    attempt: Number(parts['attempt']),
    actionIndex: Number(parts['actionIndex']),
  };
}

/** What a service's API is given to recognise a call by, and the audit log to join it. */
export function buildClientToken(executionId: ExecutionId, step: string): string {
  return `${executionId}/${step}`;
}

/** The parts of a client token, or undefined when it is not one of ours. */
export function parseClientToken(
  clientToken: string,
): { readonly executionId: ExecutionId; readonly step: string } | undefined {
  const [executionId, step, ...rest] = clientToken.split('/');
  if (!executionId || !step || rest.length > 0) return undefined;
  return { executionId: ExecutionId.parse(executionId), step };
}
