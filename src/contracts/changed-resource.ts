// Which resource an AWS event speaks of. Few services put its ARN among the event's resources; the others name it in
// fields of their own.

import * as z from 'zod/mini';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { buildResourceId, parseResourceArn } from '#contracts/naming.ts';
import type { ResourceId } from '#domain/ids.ts';

/** An id of ours has no slash in its parts. */
const part = z.string().check(z.regex(/^[^/]+$/));

const ConfigurationDetail = z.object({
  Application: z.object({ Id: part }),
  ConfigurationProfile: z.object({ Id: part }),
});
/** ECS takes names and ARNs alike. */
const nameOrArn = z.string().check(z.regex(/[^/]$/));
const ServiceCallDetail = z.object({
  requestParameters: z.object({ cluster: z._default(nameOrArn, 'default'), service: nameOrArn }),
});
/** Lambda takes names, partial ARNs and ARNs alike. */
const AliasCallDetail = z.object({
  eventName: z.literal('UpdateAlias20150331'),
  requestParameters: z.object({ functionName: z.string().check(z.minLength(1)), name: part }),
});
const ScalingDetail = z.object({ serviceNamespace: z.literal('ecs'), resourceId: z.string() });

/** The resource, or undefined when the event names none that Fleetmedic knows. */
export function readChangedResource(event: CloudEvent): ResourceId | undefined {
  return event.resources.map(parseResourceArn).find((id) => id !== undefined) ?? readFromDetail(event);
}

function readFromDetail({ 'detail-type': type, detail }: CloudEvent): ResourceId | undefined {
  switch (type) {
    case 'On Deployment Start':
      return readConfiguration(detail);
    case 'AWS API Call via CloudTrail':
      return readServiceCall(detail) ?? readAliasCall(detail);
    case 'Application Auto Scaling Scaling Activity State Change':
      return readScalableTarget(detail);
    default:
      return undefined;
  }
}

function readConfiguration(detail: unknown): ResourceId | undefined {
  const { data } = z.safeParse(ConfigurationDetail, detail);
  if (!data) return undefined;
  return buildResourceId({
    type: 'configuration',
    scope: data.Application.Id,
    name: data.ConfigurationProfile.Id,
  });
}

function readServiceCall(detail: unknown): ResourceId | undefined {
  const { data } = z.safeParse(ServiceCallDetail, detail);
  if (!data) return undefined;
  const { cluster, service } = data.requestParameters;
  return buildResourceId({ type: 'ecs-service', scope: lastPart(cluster), name: lastPart(service) });
}

function readAliasCall(detail: unknown): ResourceId | undefined {
  const { data } = z.safeParse(AliasCallDetail, detail);
  if (!data) return undefined;
  const { functionName, name } = data.requestParameters;
  const scope = functionName.slice(functionName.lastIndexOf(':') + 1);
  return buildResourceId({ type: 'lambda-alias', scope, name });
}

/** `service/<cluster>/<name>`. */
function readScalableTarget(detail: unknown): ResourceId | undefined {
  const { data } = z.safeParse(ScalingDetail, detail);
  const [kind, scope, name] = data?.resourceId.split('/') ?? [];
  return kind === 'service' && scope && name
    ? buildResourceId({ type: 'scalable-target', scope, name })
    : undefined;
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
