// What the stacks of all planes share: the tag, the queue of what could not be delivered, and one way to add a function.

import { Duration, Stack, Tags, Validations } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FleetFunction } from '../constructs/fleet-function.ts';
import { GradualDeployments } from '../constructs/gradual-deployments.ts';
import { HealerAlarm } from '../constructs/healer-alarm.ts';
import { PermissionRole } from '../constructs/permission-role.ts';
import { type FunctionDefinition, functionNameOf, permissionsOf } from '../functions.ts';
import type { FleetmedicOptions } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';

export type Plane = 'state' | 'observe' | 'recover' | 'learn' | 'people' | 'operations';

/** What every stack is given. */
export interface PlaneProps {
  readonly options: FleetmedicOptions;
  /** The folder with the bundle of a function, by its folder in functions/. */
  readonly assetOf: (folder: string) => string;
}

/** Tag of every resource: which part of Fleetmedic it belongs to. */
export const PART_TAG = 'fleetmedic:part';

/** As long as SQS keeps anything: a lost event is looked into by people. */
const UNDELIVERED_RETENTION = Duration.days(14);

export class PlaneStack extends Stack {
  protected readonly props: PlaneProps;

  constructor(scope: Construct, plane: Plane, props: PlaneProps) {
    const name = `Fleetmedic${plane.charAt(0).toUpperCase()}${plane.slice(1)}`;
    super(scope, name, { description: `Fleetmedic: ${plane} plane` });
    this.props = props;
    Tags.of(this).add(PART_TAG, plane);
  }

  /** Holds what failed for good; an alarm watches each of these queues. */
  protected makeDeadLetterQueue(id: string): Queue {
    const queue = new Queue(this, id, { enforceSSL: true, retentionPeriod: UNDELIVERED_RETENTION });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the queue of what could not be delivered',
    });
    return queue;
  }
}

export interface FunctionHome {
  readonly surroundings: Surroundings;
  readonly undelivered: Queue;
  readonly pageTopic: ITopic;
}

/** A stack with functions. */
export class FunctionStack extends PlaneStack {
  private readonly gradual: GradualDeployments | undefined;

  constructor(scope: Construct, plane: Plane, props: PlaneProps) {
    super(scope, plane, props);
    if (!props.options.isLocal) this.gradual = new GradualDeployments(this, 'Deployments');
  }

  /** The function with its alarm, deployed gradually; with a role of its own unless it shares that of its strategy. */
  protected addFunction(definition: FunctionDefinition, home: FunctionHome, role?: IRole): FleetFunction {
    const name = functionNameOf(definition);
    const id = toPascalCase(name.replace('fleetmedic-', ''));
    const made = new FleetFunction(this, id, {
      ...home,
      definition,
      asset: this.props.assetOf(definition.folder),
      role: role ?? this.addRole(`${id}Role`, definition, home.surroundings),
      options: this.props.options,
    });
    this.gradual?.add(made, [this.addErrorAlarm(made, name, home.pageTopic)]);
    return made;
  }

  protected addRole(id: string, definition: FunctionDefinition, surroundings: Surroundings): PermissionRole {
    return new PermissionRole(this, id, {
      description: `Fleetmedic: ${definition.strategy ?? definition.folder}`,
      permissions: permissionsOf(definition),
      surroundings,
      isLocal: this.props.options.isLocal,
    });
  }

  private addErrorAlarm(made: FleetFunction, name: string, pageTopic: ITopic): HealerAlarm {
    return new HealerAlarm(made, 'Fails', {
      severity: 'warning',
      runbook: 'function-fails',
      about: name.replace('fleetmedic-', ''),
      meaning: `Function ${name} fails.`,
      metric: made.live.metricErrors({ period: Duration.minutes(1) }),
      threshold: 0,
      pageTopic,
    });
  }
}

function toPascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
