// The observe plane: every minute the services that are due go through the queue to the scorers, and what AWS tells of
// changes is noted.

import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { PERIOD_SECONDS } from '#contracts/naming.ts';
import { readDeployedSettings } from '../assets/deployed-settings.ts';
import { ErrorLogs } from '../constructs/error-logs.ts';
import type { FleetFunction } from '../constructs/fleet-function.ts';
import {
  FORECAST_DEMAND,
  MINE_PATTERNS,
  PLAN_POLLS,
  PREDICT_FAILURES,
  RECEIVE_SIGNAL,
  SCORE_SERVICES,
} from '../functions.ts';
import type { LearnStack } from './learn-stack.ts';
import { type FunctionHome, FunctionStack, type PlaneProps } from './plane-stack.ts';
import type { RecoverStack } from './recover-stack.ts';

export interface ObserveProps extends PlaneProps {
  readonly recover: RecoverStack;
  readonly learn: LearnStack;
}

/** Six times the scorer's timeout, as AWS advises: a shard is not given to a second scorer while the first still works. */
const VISIBILITY = Duration.seconds(6 * SCORE_SERVICES.size.timeoutSeconds);
/** A reading that waited longer would only repeat what newer ones tell. */
const SHARD_RETENTION = Duration.minutes(15);
/** Tries before a shard is put aside: one for a crash, one for throttling. */
const MAX_TRIES = 3;
/** Shards per call: each is a batched read already, and a failed one is reported alone. */
const SHARDS_PER_CALL = 5;
/** The grid that predictions are made on. */
const PREDICTION_PERIOD = Duration.minutes(5);
/** A tick that is missed is not made up for: the next one sees what is due. */
const NO_RETRY = 0;

/** What AWS services tell of themselves and src/contracts/{change,alarm}-notice.ts understand. */
const SIGNALS: Readonly<Record<string, EventPattern>> = {
  EcsDeployments: { source: ['aws.ecs'], detailType: ['ECS Deployment State Change'] },
  ConfigurationDeployments: { source: ['aws.appconfig'], detailType: ['On Deployment Start'] },
  ScalingActivities: {
    source: ['aws.application-autoscaling'],
    detailType: ['Application Auto Scaling Scaling Activity State Change'],
  },
  DesiredCounts: {
    source: ['aws.ecs'],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventName: ['UpdateService'] },
  },
  FunctionVersions: {
    source: ['aws.lambda'],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventName: ['UpdateAlias20150331'] },
  },
  Parameters: {
    source: ['aws.ssm'],
    detailType: ['Parameter Store Change'],
    detail: { operation: ['Create', 'Update'] },
  },
  Alarms: {
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    detail: { state: { value: ['ALARM'] } },
  },
};

export class ObserveStack extends FunctionStack {
  readonly pollQueue: Queue;
  readonly lostPolls: Queue;
  readonly undelivered: Queue;
  readonly planner: FleetFunction;
  readonly scorer: FleetFunction;

  constructor(scope: Construct, props: ObserveProps) {
    super(scope, 'observe', props);
    this.undelivered = this.makeDeadLetterQueue('Undelivered');
    this.lostPolls = this.makeDeadLetterQueue('LostPolls');
    this.pollQueue = new Queue(this, 'Polls', {
      enforceSSL: true,
      visibilityTimeout: VISIBILITY,
      retentionPeriod: SHARD_RETENTION,
      deadLetterQueue: { queue: this.lostPolls, maxReceiveCount: MAX_TRIES },
    });
    const home = this.makeHome(props);
    this.planner = this.addPlanner(home);
    this.scorer = this.addScorer(home);
    this.addReceiver(home);
    this.addMiner(home);
    this.addForecaster(home);
    this.addPredictor(home);
  }

  private makeHome({ recover: { surroundings, pageTopic }, learn }: ObserveProps): FunctionHome {
    const { queueUrl, queueArn } = this.pollQueue;
    return {
      surroundings: {
        ...surroundings,
        ...learn.surroundings,
        FLEETMEDIC_POLL_QUEUE_URL: { value: queueUrl, arns: { 'poll-queue': queueArn } },
      },
      undelivered: this.undelivered,
      pageTopic,
    };
  }

  private addPlanner(home: FunctionHome): FleetFunction {
    const planner = this.addFunction(PLAN_POLLS, home);
    new Rule(this, 'Tick', {
      description: 'The tick of the loop',
      schedule: Schedule.rate(Duration.seconds(PERIOD_SECONDS)),
      targets: [
        new LambdaFunction(planner.live, { deadLetterQueue: this.undelivered, retryAttempts: NO_RETRY }),
      ],
    });
    return planner;
  }

  /** Whose turn it is, is decided there: a calm service's comes every half hour. */
  private addPredictor(home: FunctionHome): void {
    const { live } = this.addFunction(PREDICT_FAILURES, home);
    new Rule(this, 'Foresight', {
      description: 'The predictions of failures',
      schedule: Schedule.rate(PREDICTION_PERIOD),
      targets: [new LambdaFunction(live, { deadLetterQueue: this.undelivered, retryAttempts: NO_RETRY })],
    });
  }

  /** Every minute it is other services' turn: each is looked at once an hour. */
  private addForecaster(home: FunctionHome): void {
    const { live } = this.addFunction(FORECAST_DEMAND, home);
    new Rule(this, 'Forecast', {
      description: 'The forecasts of demand, spread over the hour',
      schedule: Schedule.rate(Duration.seconds(PERIOD_SECONDS)),
      targets: [new LambdaFunction(live, { deadLetterQueue: this.undelivered, retryAttempts: NO_RETRY })],
    });
  }

  /** A little after midnight (UTC), when the windows of the day before are whole. */
  private addMiner(home: FunctionHome): void {
    const { live } = this.addFunction(MINE_PATTERNS, home);
    new Rule(this, 'Mining', {
      description: 'The daily search for patterns',
      schedule: Schedule.cron({ minute: '10', hour: '0' }),
      targets: [new LambdaFunction(live, { deadLetterQueue: this.undelivered })],
    });
  }

  private addScorer(home: FunctionHome): FleetFunction {
    const scorer = this.addFunction(SCORE_SERVICES, home);
    scorer.live.addEventSource(
      new SqsEventSource(this.pollQueue, {
        batchSize: SHARDS_PER_CALL,
        reportBatchItemFailures: true,
        // No more than Lambda would run: what is throttled counts as a try.
        maxConcurrency: SCORE_SERVICES.concurrency,
      }),
    );
    return scorer;
  }

  private addReceiver(home: FunctionHome): void {
    const { live } = this.addFunction(RECEIVE_SIGNAL, home);
    const target = new LambdaFunction(live, { deadLetterQueue: this.undelivered });
    for (const [id, eventPattern] of Object.entries(SIGNALS)) {
      new Rule(this, id, { description: 'What is told of what is watched', eventPattern, targets: [target] });
    }
    const { isLocal, settingsPath } = this.props.options;
    if (!isLocal) new ErrorLogs(this, 'ErrorLogs', readDeployedSettings(settingsPath), live);
  }
}
