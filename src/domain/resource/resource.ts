// A resource is a thing that is watched or acted on. Its state is what actions can change; its description is
// everything a plan has to know about it at one moment, read once so that all parts judge the same facts.

import * as z from 'zod/mini';
import { Instant, ResourceId } from '#domain/ids.ts';

export const ResourceType = z.enum([
  'ecs-service',
  'scalable-target',
  'configuration',
  'lambda-alias',
  'ssm-parameter',
  'target-group',
  'rds-instance',
  'sqs-queue',
  'external-dependency',
  /** Replayed from a recording: they can be watched and explained, never changed. */
  'recorded-component',
  'recorded-series',
]);
export type ResourceType = z.infer<typeof ResourceType>;

/** What can be read of an ECS service and changed by an action. */
export const EcsServiceState = z.readonly(
  z.object({
    type: z.literal('ecs-service'),
    /** Tasks wanted. */
    desiredCount: z.int(),
    /** Family and revision, `checkout:41`. */
    taskDefinition: z.string(),
    /** Changes with every deployment, a restart included. */
    deploymentId: z.string(),
  }),
);
export type EcsServiceState = z.infer<typeof EcsServiceState>;

/** The bounds between which Application Auto Scaling moves the desired count of an ECS service. */
export const ScalableTargetState = z.readonly(
  z.object({ type: z.literal('scalable-target'), minCapacity: z.int(), maxCapacity: z.int() }),
);
export type ScalableTargetState = z.infer<typeof ScalableTargetState>;

/** A configuration profile of AppConfig. */
export const ConfigurationState = z.readonly(
  z.object({ type: z.literal('configuration'), version: z.int() }),
);
export type ConfigurationState = z.infer<typeof ConfigurationState>;

/** The published version of a Lambda function that callers of one of its aliases get. */
export const LambdaAliasState = z.readonly(z.object({ type: z.literal('lambda-alias'), version: z.int() }));
export type LambdaAliasState = z.infer<typeof LambdaAliasState>;

/** A parameter of SSM. A value that is restored gets a new version, so it is known again by its digest. */
export const SsmParameterState = z.readonly(
  z.object({ type: z.literal('ssm-parameter'), version: z.int(), valueDigest: z.string() }),
);
export type SsmParameterState = z.infer<typeof SsmParameterState>;

/** Of any resource that actions can change. */
export const ResourceState = z.discriminatedUnion('type', [
  EcsServiceState,
  ScalableTargetState,
  ConfigurationState,
  LambdaAliasState,
  SsmParameterState,
]);
export type ResourceState = z.infer<typeof ResourceState>;

/** The version that ran before the present one, and whether it may be returned to. */
export const PreviousVersion = z.readonly(
  z.object({
    /** Task definition, or the number of a version as text. */
    version: z.string(),
    /** Of an SSM parameter: what the value of that version is known again by. */
    valueDigest: z.optional(z.string()),
    /** When the present version replaced it. */
    replacedAt: Instant,
    /** False where a migration made the older version incompatible. */
    isRollbackSafe: z.boolean(),
  }),
);
export type PreviousVersion = z.infer<typeof PreviousVersion>;

export const ResourceDescription = z.readonly(
  z.object({
    resourceId: ResourceId,
    state: ResourceState,
    tags: z.record(z.string(), z.string()),
    /** Who deploys it. Anything but `ecs` owns the task definition, and Fleetmedic keeps its hands off. */
    controller: z.enum(['ecs', 'code-deploy', 'external']),
    isDeploymentInProgress: z.boolean(),
    /** Tasks that run now; absent for resources without tasks. */
    runningCount: z.optional(z.int()),
    /** Tasks below which a deployment of this service may not fall, in percent of the desired count. */
    minimumHealthyPercent: z.optional(z.int()),
    previousVersion: z.optional(PreviousVersion),
  }),
);
export type ResourceDescription = z.infer<typeof ResourceDescription>;
