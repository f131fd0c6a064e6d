// A function the safe way: bounded in time, memory and number, traced, logged for a limited time, nothing lost in
// silence, told of exactly what its schema asks for, and always called through its alias `live`.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionDefinition, functionNameOf } from '../functions.ts';
import type { FleetmedicOptions } from '../options.ts';
import { environmentOf, type Surroundings } from '../surroundings.ts';

export interface FleetFunctionProps {
  readonly definition: FunctionDefinition;
  /** The folder with its bundle. */
  readonly asset: string;
  readonly role: IRole;
  readonly surroundings: Surroundings;
  /** Gets the events that failed for good. */
  readonly undelivered: IQueue;
  readonly options: FleetmedicOptions;
}

/** The name under which every function is called; the versions behind it change. */
export const LIVE = 'live';

/** Two more tries by Lambda, minutes apart; what is older than an hour is about another world. */
const RETRIES = 2;
const MAX_EVENT_AGE = Duration.hours(1);

export class FleetFunction extends Construct {
  readonly function: LambdaFunction;
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: FleetFunctionProps) {
    super(scope, id);
    this.function = this.makeFunction(props);
    this.live = new Alias(this, 'Live', {
      aliasName: LIVE,
      version: this.function.currentVersion,
      onFailure: new SqsDestination(props.undelivered),
      retryAttempts: RETRIES,
      maxEventAge: MAX_EVENT_AGE,
    });
  }

  private makeFunction({
    definition,
    asset,
    role,
    surroundings,
    options,
  }: FleetFunctionProps): LambdaFunction {
    const functionName = functionNameOf(definition);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    return new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: options.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(asset, { exclude: ['*.map'] }),
      role,
      environment: environmentOf(definition.folder, surroundings),
      memorySize: definition.size.memoryMb,
      timeout: Duration.seconds(definition.size.timeoutSeconds),
      ...(options.reservesConcurrency ? { reservedConcurrentExecutions: definition.concurrency } : {}),
      tracing: Tracing.ACTIVE,
      logGroup,
    });
  }
}
