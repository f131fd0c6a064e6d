// A state machine from its file. Every placeholder of the file is supplied and nothing else is; the machine may invoke
// exactly the functions it is given.

import { readFileSync } from 'node:fs';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface StateMachineFromFileProps {
  readonly file: string;
  readonly name: string;
  /** By placeholder. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** The ARNs of all functions that it calls. */
  readonly functionArns: readonly string[];
}

const DELIVERY_REASON =
  'Step Functions sets up the delivery of its logs and traces by actions that know no resources; the only action on something else is to invoke the named functions';

export class StateMachineFromFile extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: StateMachineFromFileProps) {
    super(scope, id);
    const definition = readFileSync(props.file, 'utf8');
    requirePlaceholders(props.file, definition, Object.keys(props.substitutions));
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: props.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: { ...props.substitutions },
      role: this.makeRole(props.functionArns),
      // Every event, but no inputs and outputs: those are in the table, which has its own rules of retention.
      logs: { destination: this.makeLog(props.name), level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
  }

  private makeRole(functionArns: readonly string[]): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: 'Fleetmedic: invokes the steps of the recovery',
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...functionArns] }),
    );
    Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: DELIVERY_REASON });
    return role;
  }

  /** Under the prefix that AWS keeps a shared resource policy for; a policy of one's own would reach its size limit. */
  private makeLog(name: string): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** Throws an error naming the placeholders that are left, or that the file does not have. */
function requirePlaceholders(file: string, definition: string, supplied: readonly string[]): void {
  const asked = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  const left = [...asked].filter((name) => !supplied.includes(name));
  const superfluous = supplied.filter((name) => !asked.has(name));
  if (left.length > 0) throw new Error(`${file} has placeholders that nothing fills: ${left.join(', ')}`);
  if (superfluous.length > 0) {
    throw new Error(
      `${file} has no placeholders ${superfluous.join(', ')}: it no longer calls these functions`,
    );
  }
}
