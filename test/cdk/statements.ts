// The policy statements of a template in a form that people can read and tests can compare.

import type { Synthesized } from './synthesize.ts';

export interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const READS = /:(Get|BatchGet|List|Describe|Query)/;

/** All statements of all roles of a deployment, one entry per policy and statement. */
export function statementsOf({ resourcesOf }: Synthesized): readonly Statement[] {
  return [...resourcesOf('AWS::IAM::Policy')].flatMap(([role, { Properties }]) =>
    Properties.PolicyDocument.Statement.map(
      (statement: { Action: unknown; Resource: unknown; Condition?: Statement['conditions'] }) => ({
        role,
        actions: [statement.Action].flat() as string[],
        resources: [statement.Resource].flat().map(showArn),
        conditions: statement.Condition ?? {},
      }),
    ),
  );
}

/** `action on resources if conditions` of everything that changes something, each once, in alphabetical order. */
export function changesOf(statements: readonly Statement[]): readonly string[] {
  const lines = statements.flatMap(({ actions, resources, conditions }) =>
    actions
      .filter((action) => !READS.test(action))
      .map((action) => `${action} on ${nameResources(resources)}${describeConditions(conditions)}`),
  );
  return [...new Set(lines)].toSorted();
}

/** What differs only by the function it belongs to is named once. */
function nameResources(resources: readonly string[]): string {
  if (resources.every((resource) => resource.endsWith('Log'))) return 'its own log';
  if (resources.length > 2) return 'the steps';
  return resources.join(', ');
}

function describeConditions(conditions: Statement['conditions']): string {
  const lines = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key} ${value}`),
  );
  return lines.length > 0 ? ` if ${lines.toSorted().join(', ')}` : '';
}

/** An ARN with the parts that CloudFormation fills in left out: `ecs:service/*`; `Ref` and `GetAtt` by their logical id. */
function showArn(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
    Ref: ref,
    'Fn::ImportValue': imported,
  } = value as Readonly<Record<string, unknown>>;
  if (join)
    return (join as [string, unknown[]])[1]
      .map(showArn)
      .join('')
      .replace(/^arn:AWS::Partition:(\w[\w-]*):AWS::Region:AWS::AccountId:/, '$1:');
  if (attribute) return withoutHash(String((attribute as unknown[])[0]));
  return withoutHash(String(ref ?? imported));
}

function withoutHash(name: string): string {
  return name
    .replace(/^.*:ExportsOutput(?:FnGetAtt|Ref)/, '')
    .replace(/[0-9A-F]{8}(?:[A-Z][a-z]\w*|[0-9A-F]{8})?$/, '');
}
