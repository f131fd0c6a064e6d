// What changed between two looks at a resource, as the event by which AWS itself would have told of it: a loop outside the
// account gets no events, and judges changes by the same code that reads real ones.

import type { CloudEvent } from '#contracts/cloud-event.ts';
import { type ArnPlace, parameterNameOf, parseResourceId, resourceArn } from '#contracts/naming.ts';
import type { Instant, ResourceId } from '#domain/ids.ts';
import type { EcsServiceState, ResourceDescription, ResourceState } from '#domain/resource/resource.ts';

export interface Look {
  readonly at: Instant;
  readonly place: ArnPlace;
  /** Whether an autoscaler moves the desired count: then it is taken to have done so. */
  readonly isAutoscaled: boolean;
}

/** The events between two descriptions of the same resource; ids are the same however often they are told. */
export function changesBetween(
  { state: old }: ResourceDescription,
  { resourceId, state }: ResourceDescription,
  look: Look,
): readonly CloudEvent[] {
  if (old.type === 'ecs-service' && state.type === 'ecs-service') {
    return serviceChanges(old, state, { ...look, resourceId });
  }
  const version = versionOf(state);
  if (version === undefined || version === versionOf(old)) return [];
  return [versionEvent(state.type, version, { ...look, resourceId })];
}

interface LookAt extends Look {
  readonly resourceId: ResourceId;
}

function serviceChanges(old: EcsServiceState, present: EcsServiceState, look: LookAt): readonly CloudEvent[] {
  const changes: CloudEvent[] = [];
  if (old.deploymentId !== present.deploymentId) {
    changes.push(
      makeEvent(look, {
        key: present.deploymentId,
        source: 'aws.ecs',
        type: 'ECS Deployment State Change',
        detail: { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId: present.deploymentId },
      }),
    );
  }
  if (old.desiredCount !== present.desiredCount) changes.push(scalingEvent(present, look));
  return changes;
}

function scalingEvent({ desiredCount }: EcsServiceState, look: LookAt): CloudEvent {
  const { scope: cluster, name: service } = parseResourceId(look.resourceId);
  return makeEvent(look, {
    key: `${desiredCount}-tasks-${look.at}`,
    source: 'aws.ecs',
    type: 'AWS API Call via CloudTrail',
    detail: {
      eventName: 'UpdateService',
      userIdentity: look.isAutoscaled ? { invokedBy: 'ecs.application-autoscaling.amazonaws.com' } : {},
      requestParameters: { cluster, service, desiredCount },
    },
  });
}

/** Of what has versions with numbers; bounds of an autoscaler have none. */
function versionOf(state: ResourceState): number | undefined {
  return 'version' in state ? state.version : undefined;
}

function versionEvent(type: ResourceState['type'], version: number, look: LookAt): CloudEvent {
  const key = `version-${version}-${look.at}`;
  switch (type) {
    case 'lambda-alias':
      return makeEvent(look, { key, ...aliasCall(version, look) });
    case 'ssm-parameter':
      return makeEvent(look, { key, ...parameterWrite(look) });
    default:
      return makeEvent(look, { key, ...configurationStart(version, look) });
  }
}

function aliasCall(version: number, { resourceId }: LookAt) {
  const { scope: functionName, name } = parseResourceId(resourceId);
  return {
    source: 'aws.lambda',
    type: 'AWS API Call via CloudTrail',
    detail: {
      eventName: 'UpdateAlias20150331',
      requestParameters: { functionName, name, functionVersion: String(version) },
    },
  };
}

function parameterWrite({ resourceId }: LookAt) {
  const detail = { operation: 'Update', name: parameterNameOf(resourceId) };
  return { source: 'aws.ssm', type: 'Parameter Store Change', detail };
}

function configurationStart(version: number, { resourceId }: LookAt) {
  const { scope, name } = parseResourceId(resourceId);
  return {
    source: 'aws.appconfig',
    type: 'On Deployment Start',
    detail: {
      Type: 'OnDeploymentStart',
      ConfigurationVersion: String(version),
      Application: { Id: scope },
      ConfigurationProfile: { Id: name },
    },
  };
}

interface EventBody {
  /** What makes the change another than all others of its resource. */
  readonly key: string;
  readonly source: string;
  readonly type: string;
  readonly detail: Record<string, unknown>;
}

function makeEvent({ at, place, resourceId }: LookAt, { key, source, type, detail }: EventBody): CloudEvent {
  return {
    id: `seen-${resourceId}-${key}`,
    source,
    'detail-type': type,
    time: new Date(at).toISOString(),
    resources: [resourceArn(resourceId, place)],
    detail,
  };
}
