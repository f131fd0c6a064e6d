// An action is one change to one resource, as data. Its definition says, purely, what the change leads to, on which
// facts it rests, how to recognise it and how to take it back; adapters only carry it out. Dry runs, the simulated
// fleet, property tests and rollback all read the same definition.

import * as z from 'zod/mini';
import { ResourceId } from '#domain/ids.ts';

const positiveCount = z.int().check(z.positive());

export const SetDesiredCount = z.readonly(
  z.object({
    kind: z.literal('ecs-service/set-desired-count'),
    resourceId: ResourceId,
    /** Tasks. At least one: scaling to zero is not reachable by automation (I15). */
    desiredCount: positiveCount,
  }),
);

export const ForceNewDeployment = z.readonly(
  z.object({ kind: z.literal('ecs-service/force-new-deployment'), resourceId: ResourceId }),
);

export const SetTaskDefinition = z.readonly(
  z.object({
    kind: z.literal('ecs-service/set-task-definition'),
    resourceId: ResourceId,
    /** Family and revision, `checkout:41`. */
    taskDefinition: z.string().check(z.minLength(1)),
  }),
);

export const SetMinCapacity = z.readonly(
  z.object({
    kind: z.literal('scalable-target/set-min-capacity'),
    resourceId: ResourceId,
    /** Tasks; the autoscaler raises the desired count to it at once. */
    minCapacity: positiveCount,
  }),
);

export const DeployConfiguration = z.readonly(
  z.object({
    kind: z.literal('configuration/deploy-version'),
    resourceId: ResourceId,
    version: positiveCount,
  }),
);

export const SetAliasVersion = z.readonly(
  z.object({
    kind: z.literal('lambda-alias/set-version'),
    resourceId: ResourceId,
    version: positiveCount,
  }),
);

export const RestoreParameter = z.readonly(
  z.object({
    kind: z.literal('ssm-parameter/restore-version'),
    resourceId: ResourceId,
    /** The version whose value is written again, under a new number. */
    version: positiveCount,
    valueDigest: z.string().check(z.minLength(1)),
  }),
);

export const Action = z.discriminatedUnion('kind', [
  SetDesiredCount,
  ForceNewDeployment,
  SetTaskDefinition,
  SetMinCapacity,
  DeployConfiguration,
  SetAliasVersion,
  RestoreParameter,
]);
export type Action = z.infer<typeof Action>;
export type ActionKind = Action['kind'];
export type ActionOf<Kind extends ActionKind> = Extract<Action, { kind: Kind }>;
