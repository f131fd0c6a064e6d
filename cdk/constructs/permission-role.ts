// A role made of listed permissions, and of nothing else. Each wildcard is acknowledged with the reason that the list
// gives for it.

import { Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { emulatorPermissions } from '../local-target.ts';
import { conditionsOf, type Permission } from '../permission.ts';
import { resolveResource, type Surroundings } from '../surroundings.ts';

export interface PermissionRoleProps {
  readonly description: string;
  readonly permissions: readonly Permission[];
  readonly surroundings: Surroundings;
  readonly isLocal: boolean;
}

/** Lambda adds the right to send traces, an action without resources. */
const TRACES_REASON = 'X-Ray knows no resources for sending traces';

/** The role of a function, or of all functions of one strategy. */
export class PermissionRole extends Role {
  constructor(scope: Construct, id: string, props: PermissionRoleProps) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    const permissions = props.isLocal
      ? [...props.permissions, ...emulatorPermissions(props.permissions)]
      : props.permissions;
    for (const permission of permissions) this.addToPolicy(statementOf(permission, props.surroundings));
    acknowledgeWildcards(this, permissions);
  }
}

function statementOf(permission: Permission, surroundings: Surroundings): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...permission.actions],
    resources: permission.resources.map((resource) => resolveResource(resource, surroundings)),
    conditions: conditionsOf(permission),
  });
}

function acknowledgeWildcards(role: Role, permissions: readonly Permission[]): void {
  const reasons = new Map([['*', [TRACES_REASON]]]);
  for (const { resources, why } of permissions) {
    for (const resource of resources.filter((each) => each.endsWith('*'))) {
      reasons.set(resource, [...(reasons.get(resource) ?? []), why]);
    }
  }
  for (const [resource, whys] of reasons) {
    const reason = [...new Set(whys)].join('; ');
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${showArn(resource)}]`, reason });
  }
}

/** The ARN as cdk-nag writes it. */
function showArn(resource: string): string {
  if (resource === '*') return resource;
  const [service, ...rest] = resource.split(':');
  return `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest.join(':')}`;
}
