// The error lines of the log groups that the settings name: one subscription each, opt-in, as a log group can have two.

import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import type { Settings } from '#contracts/settings.ts';

/** Lines with one of these words leave the log group; `domain/error-class/error-line.ts` looks closer. */
const TELLING_WORDS = [
  'ERROR',
  'Error',
  'error',
  'FATAL',
  'fatal',
  'CRITICAL',
  'Exception',
  'WARN',
  'warn',
  'panic',
];

/** Subscribes a function to the named log groups, which have to exist. */
export class ErrorLogs extends Construct {
  constructor(scope: Construct, id: string, { services }: Settings, reader: IFunction) {
    super(scope, id);
    const destination = new LambdaDestination(reader);
    for (const name of new Set(services.flatMap(({ logGroups }) => logGroups))) {
      new SubscriptionFilter(this, name, {
        logGroup: LogGroup.fromLogGroupName(this, `${name}-group`, name),
        filterName: 'fleetmedic-errors',
        filterPattern: FilterPattern.anyTerm(...TELLING_WORDS),
        destination,
      });
    }
  }
}
