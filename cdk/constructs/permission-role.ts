// A role made of listed permissions, and of nothing else. Each wildcard is acknowledged with the reason that the list
// gives for it.

import { Stack, Validations } from 'aws-cdk-lib';
import { Effect, type IPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { emulatorPermissions } from '../local-target.ts';
import { conditionsOf, type Permission } from '../permission.ts';
import { resolveResource, type Surroundings } from '../surroundings.ts';

export interface PermissionRoleProps {
  readonly description: string;
  readonly permissions: readonly Permission[];
  readonly surroundings: Surroundings;
  readonly isLocal: boolean;
  /** Who takes the role; Lambda when absent. */
  readonly principal?: IPrincipal;
}

/** Lambda adds the right to send traces, an action without resources. */
const TRACES_REASON = 'X-Ray knows no resources for sending traces';

/** The role of a function, or of all functions of one strategy. */
export class PermissionRole extends Role {
  constructor(scope: Construct, id: string, props: PermissionRoleProps) {
    super(scope, id, {
      assumedBy: props.principal ?? new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    const permissions = props.isLocal
      ? [...props.permissions, ...emulatorPermissions(props.permissions)]
      : props.permissions;
    for (const permission of permissions) this.addToPolicy(statementOf(permission, props.surroundings));
    acknowledgeWildcards(this, permissions, props.surroundings);
  }
}

function statementOf(permission: Permission, surroundings: Surroundings): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...permission.actions],
    resources: arnsOf(permission, surroundings),
    conditions: conditionsOf(permission),
  });
}

function arnsOf({ resources }: Permission, surroundings: Surroundings): string[] {
  return resources.map((resource) => resolveResource(resource, surroundings));
}

function acknowledgeWildcards(
  role: Role,
  permissions: readonly Permission[],
  surroundings: Surroundings,
): void {
  const reasons = new Map([['*', [TRACES_REASON]]]);
  for (const permission of permissions) {
    const shown = arnsOf(permission, surroundings).map((arn) => showArn(role, arn));
    for (const arn of shown.filter((each) => each.endsWith('*'))) {
      reasons.set(arn, [...(reasons.get(arn) ?? []), permission.why]);
    }
  }
  for (const [arn, whys] of reasons) {
    const reason = [...new Set(whys)].join('; ');
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason });
  }
}

/** A piece of text that CloudFormation puts together. */
type Piece =
  | string
  | {
      readonly Ref?: string;
      readonly 'Fn::ImportValue'?: string;
      readonly 'Fn::GetAtt'?: readonly [string, string];
    };

/** The ARN as cdk-nag writes it. */
function showArn(role: Role, arn: string): string {
  const resolved: string | { readonly 'Fn::Join'?: readonly [string, readonly Piece[]] } =
    Stack.of(role).resolve(arn);
  if (typeof resolved === 'string') return resolved;
  return (resolved['Fn::Join']?.[1] ?? []).map(showPiece).join('');
}

function showPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  return piece['Fn::ImportValue'] ?? `<${piece['Fn::GetAtt']?.join('.') ?? piece.Ref}>`;
}
