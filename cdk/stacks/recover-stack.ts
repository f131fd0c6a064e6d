// The recover plane: from an anomaly on the bus to a closed incident. The state machine routes, its functions decide, and
// each strategy acts with a role of its own. What it did is archived.

import { Aws, Duration } from 'aws-cdk-lib';
import { DeploymentStrategy, RolloutStrategy } from 'aws-cdk-lib/aws-appconfig';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '#contracts/events.ts';
import { AUDIT_PARTITIONS, TABLE_KEYS } from '#contracts/table-keys.ts';
import type { FleetFunction } from '../constructs/fleet-function.ts';
import { StateMachineFromFile } from '../constructs/state-machine-from-file.ts';
import {
  ACTING_STEPS,
  ACTING_STRATEGIES,
  ARCHIVE_AUDIT,
  actingStep,
  OPEN_INCIDENT,
  STEPS,
} from '../functions.ts';
import { arnHere, RECOVERY_MACHINE, type Surroundings } from '../surroundings.ts';
import { FunctionStack, type PlaneProps } from './plane-stack.ts';
import type { StateStack } from './state-stack.ts';

export interface RecoverProps extends PlaneProps {
  readonly state: StateStack;
}

const DEFINITION = 'statemachines/recovery.asl.json';
/** An anomaly that waited longer is about another moment; the next one comes within a minute. */
const MAX_ANOMALY_AGE = Duration.minutes(15);
/** What the archive refuses for so long is for people; the stream keeps it for the rest of the day. */
const MAX_UNARCHIVED_AGE = Duration.hours(1);
/** New entries of the audit log, and nothing else of what the table's stream tells. */
const AUDIT_ENTRIES = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { [TABLE_KEYS.partition]: { S: FilterRule.beginsWith(AUDIT_PARTITIONS) } } },
});

export class RecoverStack extends FunctionStack {
  readonly bus: EventBus;
  readonly pageTopic: Topic;
  readonly undelivered: Queue;
  readonly machine: StateMachine;
  readonly archiver: FleetFunction;
  /** What the functions of this plane and of those around it are told of. */
  readonly surroundings: Surroundings;

  constructor(scope: Construct, props: RecoverProps) {
    super(scope, 'recover', props);
    this.bus = new EventBus(this, 'Bus', { eventBusName: 'fleetmedic' });
    this.pageTopic = this.makePageTopic();
    this.undelivered = this.makeDeadLetterQueue('Undelivered');
    this.surroundings = { ...props.state.surroundings, ...this.ownSurroundings() };
    this.machine = new StateMachineFromFile(this, 'Recovery', {
      file: DEFINITION,
      name: RECOVERY_MACHINE,
      ...this.addSteps(),
    }).machine;
    this.addOpenIncident();
    this.archiver = this.addArchiver(props.state);
  }

  private ownSurroundings(): Surroundings {
    const strategy = this.makeConfigurationStrategy();
    const machineArn = arnHere(`states:stateMachine:${RECOVERY_MACHINE}`);
    return {
      FLEETMEDIC_BUS: { value: this.bus.eventBusName, arns: { bus: this.bus.eventBusArn } },
      FLEETMEDIC_PAGE_TOPIC: {
        value: this.pageTopic.topicArn,
        arns: { 'page-topic': this.pageTopic.topicArn },
      },
      FLEETMEDIC_CONFIGURATION_STRATEGY: {
        value: strategy.deploymentStrategyId,
        arns: { 'configuration-strategy': strategy.deploymentStrategyArn },
      },
      FLEETMEDIC_STATE_MACHINE: { value: machineArn, arns: { 'state-machine': machineArn } },
    };
  }

  /** Everywhere at once and without bake time, so that the next deployment, perhaps the way back, need not wait. */
  private makeConfigurationStrategy(): DeploymentStrategy {
    return new DeploymentStrategy(this, 'ConfigurationStrategy', {
      deploymentStrategyName: 'fleetmedic-at-once',
      rolloutStrategy: RolloutStrategy.linear({
        growthFactor: 100,
        deploymentDuration: Duration.minutes(0),
        finalBakeTime: Duration.minutes(0),
      }),
    });
  }

  private makePageTopic(): Topic {
    const topic = new Topic(this, 'Pages', { displayName: 'Fleetmedic calls people', enforceSSL: true });
    // A policy of its own ends the default one, by which alarms could publish.
    const alarms = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    topic.grantPublish(alarms);
    const { pageEmail } = this.props.options;
    if (pageEmail) topic.addSubscription(new EmailSubscription(pageEmail));
    return topic;
  }

  /** The functions of the state machine: each placeholder with its ARN, and all ARNs that it may invoke. */
  private addSteps() {
    const steps = Object.entries(STEPS).map(([placeholder, definition]) => {
      const arn = this.addFunction(definition, this).live.functionArn;
      return { placeholder, substitution: arn, functionArns: [arn] };
    });
    const all = [...steps, ...this.addActingSteps()];
    return {
      substitutions: Object.fromEntries(all.map((each) => [each.placeholder, each.substitution])),
      functionArns: all.flatMap((each) => each.functionArns),
    };
  }

  /** One function per strategy and direction; those of a strategy share its role. The file adds the strategy to the ARN. */
  private addActingSteps() {
    const roles = new Map(
      ACTING_STRATEGIES.map((strategy) => {
        const definition = actingStep('apply-action', strategy);
        return [strategy, this.addRole(`Strategy-${strategy}`, definition, this.surroundings)];
      }),
    );
    return Object.entries(ACTING_STEPS).map(([placeholder, folder]) => ({
      placeholder,
      substitution: arnHere(`lambda:function:fleetmedic-${folder}`),
      functionArns: ACTING_STRATEGIES.map((strategy) => {
        const made = this.addFunction(actingStep(folder, strategy), this, roles.get(strategy));
        return made.live.functionArn;
      }),
    }));
  }

  private addOpenIncident(): void {
    const { live } = this.addFunction(OPEN_INCIDENT, this);
    new Rule(this, 'AnomalyDetected', {
      eventBus: this.bus,
      description: 'Anomalies become incidents',
      eventPattern: { source: [EVENT_SOURCE], detailType: ['anomaly-detected'] },
      targets: [
        new LambdaFunction(live, { deadLetterQueue: this.undelivered, maxEventAge: MAX_ANOMALY_AGE }),
      ],
    });
  }

  private addArchiver({ table, archiveSurroundings }: StateStack): FleetFunction {
    const archiver = this.addFunction(ARCHIVE_AUDIT, {
      surroundings: archiveSurroundings,
      undelivered: this.undelivered,
      pageTopic: this.pageTopic,
    });
    archiver.live.addEventSource(
      new DynamoEventSource(table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        filters: [AUDIT_ENTRIES],
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        maxRecordAge: MAX_UNARCHIVED_AGE,
        onFailure: new SqsDlq(this.undelivered),
      }),
    );
    return archiver;
  }
}
