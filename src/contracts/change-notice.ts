// What an AWS event says about a change, read from AWS's own field names. Events that tell of nothing new, such as the
// end of a deployment whose start is known, are no notice.

import * as z from 'zod/mini';
import type { CloudEvent } from '#contracts/cloud-event.ts';

export interface ChangeNotice {
  readonly kind: 'deployment' | 'configuration' | 'scaling';
  readonly summary: string;
  readonly isByPlatform: boolean;
}

const DeploymentState = z.object({ eventName: z.literal('SERVICE_DEPLOYMENT_IN_PROGRESS') });
const ConfigurationStart = z.object({
  Type: z.literal('OnDeploymentStart'),
  ConfigurationVersion: z.string(),
});
const DesiredCountCall = z.object({
  eventName: z.literal('UpdateService'),
  userIdentity: z.object({ invokedBy: z.optional(z.string()) }),
  requestParameters: z.object({ desiredCount: z.int() }),
});
const AliasCall = z.object({
  eventName: z.literal('UpdateAlias20150331'),
  /** Refused calls are recorded too. */
  errorCode: z.optional(z.never()),
  requestParameters: z.object({ functionVersion: z.string() }),
});
const ParameterWrite = z.object({ operation: z.enum(['Create', 'Update']), name: z.string() });
const ScaledToMax = z.object({ newDesiredCapacity: z.int(), maxCapacity: z.int() });

/** The change an event tells of, or undefined when it tells of none. */
export function readChangeNotice(event: CloudEvent): ChangeNotice | undefined {
  switch (event['detail-type']) {
    case 'ECS Deployment State Change':
      return readAs(event, DeploymentState, () => ({
        kind: 'deployment',
        summary: 'Deployment',
        isByPlatform: false,
      }));
    case 'On Deployment Start':
      return readAs(event, ConfigurationStart, ({ ConfigurationVersion }) => ({
        kind: 'configuration',
        summary: `Configuration version ${ConfigurationVersion}`,
        isByPlatform: false,
      }));
    case 'AWS API Call via CloudTrail':
      return readCall(event);
    case 'Parameter Store Change':
      return readAs(event, ParameterWrite, ({ name }) => ({
        kind: 'configuration',
        summary: `Parameter ${name} was written`,
        isByPlatform: false,
      }));
    case 'Application Auto Scaling Scaling Activity State Change':
      return readAs(event, ScaledToMax, ({ maxCapacity }) => ({
        kind: 'scaling',
        summary: `Autoscaling reached its maximum of ${maxCapacity} tasks`,
        isByPlatform: true,
      }));
    default:
      return undefined;
  }
}

function readCall(event: CloudEvent): ChangeNotice | undefined {
  const scaling = readAs(event, DesiredCountCall, ({ userIdentity, requestParameters }) => ({
    kind: 'scaling',
    summary: `Scaled to ${requestParameters.desiredCount} tasks`,
    isByPlatform: userIdentity.invokedBy !== undefined,
  }));
  return (
    scaling ??
    readAs(event, AliasCall, ({ requestParameters }) => ({
      kind: 'deployment',
      summary: `Deployment of version ${requestParameters.functionVersion}`,
      isByPlatform: false,
    }))
  );
}

function readAs<Detail>(
  { detail }: CloudEvent,
  schema: z.ZodMiniType<Detail>,
  read: (detail: Detail) => ChangeNotice,
): ChangeNotice | undefined {
  const parsed = z.safeParse(schema, detail);
  return parsed.success ? read(parsed.data) : undefined;
}
