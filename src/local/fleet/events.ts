// What AWS services tell on the event bus about themselves, in their own field names. Only what they really tell: ECS does
// not say which task definition a deployment brings, and Application Auto Scaling speaks only when it reaches its maximum.

import { buildResourceId, resourceArn } from '#contracts/naming.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { ResourceType } from '#domain/resource/resource.ts';
import type { Plant } from './plant.ts';
import type { ServiceSpec } from './spec.ts';

/** Account and Region of AWS's own documentation examples. */
export const FLEET_PLACE = { region: 'eu-central-1', accountId: '123456789012' } as const;

interface EventBody {
  readonly source: string;
  readonly detailType: string;
  readonly resourceId: ResourceId;
  readonly detail: Record<string, unknown>;
}

function emit(plant: Plant, { source, detailType, resourceId, detail }: EventBody): void {
  const { state } = plant;
  state.events.push({
    id: `event-${state.nextEventId}`,
    source,
    'detail-type': detailType,
    time: timeText(state.now),
    resources: [resourceArn(resourceId, FLEET_PLACE)],
    detail,
  });
  state.nextEventId += 1;
}

/** ISO 8601 without fractions, as AWS writes it. */
function timeText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The id of a resource of this service. */
export function resourceOf({ scope, name }: ServiceSpec, type: ResourceType): ResourceId {
  return buildResourceId({ type, scope, name });
}

const DEPLOYMENT_EVENTS = {
  SERVICE_DEPLOYMENT_IN_PROGRESS: { eventType: 'INFO', words: 'in progress.' },
  SERVICE_DEPLOYMENT_COMPLETED: { eventType: 'INFO', words: 'completed.' },
  SERVICE_DEPLOYMENT_FAILED: {
    eventType: 'ERROR',
    words: 'deployment circuit breaker: tasks failed to start.',
  },
} as const;

/** "ECS Deployment State Change". */
export function tellDeployment(
  plant: Plant,
  service: ServiceSpec,
  { eventName, serial }: { readonly eventName: keyof typeof DEPLOYMENT_EVENTS; readonly serial: number },
): void {
  const { eventType, words } = DEPLOYMENT_EVENTS[eventName];
  const deploymentId = deploymentIdOf(service, serial);
  emit(plant, {
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resourceId: resourceOf(service, 'ecs-service'),
    detail: {
      eventType,
      eventName,
      deploymentId,
      updatedAt: timeText(plant.state.now),
      reason: `ECS deployment ${deploymentId} ${words}`,
    },
  });
}

/** The id that ECS gives a deployment. */
export function deploymentIdOf({ index }: ServiceSpec, serial: number): string {
  return `ecs-svc/${String(index + 1).padStart(4, '0')}${String(serial).padStart(9, '0')}`;
}

/** "ECS Service Action": steady state reached, or tasks that do not come up. */
export function tellServiceAction(
  plant: Plant,
  service: ServiceSpec,
  eventName: 'SERVICE_STEADY_STATE' | 'SERVICE_TASK_START_IMPAIRED',
): void {
  emit(plant, {
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resourceId: resourceOf(service, 'ecs-service'),
    detail: {
      eventType: eventName === 'SERVICE_STEADY_STATE' ? 'INFO' : 'WARN',
      eventName,
      clusterArn: `arn:aws:ecs:${FLEET_PLACE.region}:${FLEET_PLACE.accountId}:cluster/${service.scope}`,
      createdAt: timeText(plant.state.now),
    },
  });
}

/** "Application Auto Scaling Scaling Activity State Change": sent when a scale-out reaches the maximum, and only then. */
export function tellScaledToMax(
  plant: Plant,
  service: ServiceSpec,
  {
    from,
    to,
    min,
    max,
  }: { readonly from: number; readonly to: number; readonly min: number; readonly max: number },
): void {
  emit(plant, {
    source: 'aws.application-autoscaling',
    detailType: 'Application Auto Scaling Scaling Activity State Change',
    resourceId: resourceOf(service, 'scalable-target'),
    detail: {
      startTime: timeText(plant.state.now),
      endTime: timeText(plant.state.now),
      newDesiredCapacity: to,
      oldDesiredCapacity: from,
      minCapacity: min,
      maxCapacity: max,
      resourceId: `service/${service.scope}/${service.name}`,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
      statusCode: 'Successful',
      scaledToMax: true,
      direction: 'scale-out',
    },
  });
}

/** "AWS API Call via CloudTrail": UpdateService of the desired count, by the autoscaler or by somebody else. */
export function tellDesiredCount(
  plant: Plant,
  service: ServiceSpec,
  { desiredCount, isByAutoscaler }: { readonly desiredCount: number; readonly isByAutoscaler: boolean },
): void {
  const invokedBy = 'ecs.application-autoscaling.amazonaws.com';
  emit(plant, {
    source: 'aws.ecs',
    detailType: 'AWS API Call via CloudTrail',
    resourceId: resourceOf(service, 'ecs-service'),
    detail: {
      eventTime: timeText(plant.state.now),
      eventSource: 'ecs.amazonaws.com',
      eventName: 'UpdateService',
      userIdentity: isByAutoscaler ? { type: 'AWSService', invokedBy } : { type: 'AssumedRole' },
      requestParameters: { cluster: service.scope, service: service.name, desiredCount },
    },
  });
}

/** AWS AppConfig's "On Deployment Start" and "On Deployment Complete". */
export function tellConfiguration(
  plant: Plant,
  service: ServiceSpec,
  { moment, version }: { readonly moment: 'Start' | 'Complete'; readonly version: number },
): void {
  emit(plant, {
    source: 'aws.appconfig',
    detailType: `On Deployment ${moment}`,
    resourceId: resourceOf(service, 'configuration'),
    detail: {
      InvocationId: `invocation-${plant.state.nextEventId}`,
      Type: `OnDeployment${moment}`,
      Application: { Id: service.scope, Name: service.scope },
      Environment: { Id: 'production', Name: 'production' },
      ConfigurationProfile: { Id: service.name, Name: service.name },
      DeploymentNumber: version,
      ConfigurationVersion: String(version),
    },
  });
}
