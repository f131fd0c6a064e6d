// The operations plane: Fleetmedic watches itself. Alarms with a page in the runbook each, and one dashboard.

import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HealerAlarm, type HealerAlarmProps } from '../constructs/healer-alarm.ts';
import {
  HealerDashboard,
  inferenceTime,
  modelFallbacks,
  throttlesOf,
} from '../constructs/healer-dashboard.ts';
import type { LearnStack } from './learn-stack.ts';
import type { ObserveStack } from './observe-stack.ts';
import type { PeopleStack } from './people-stack.ts';
import { type PlaneProps, PlaneStack } from './plane-stack.ts';
import type { RecoverStack } from './recover-stack.ts';
import type { StateStack } from './state-stack.ts';

export interface OperationsProps extends PlaneProps {
  readonly state: StateStack;
  readonly learn: LearnStack;
  readonly observe: ObserveStack;
  readonly recover: RecoverStack;
  readonly people: PeopleStack;
}

type Watch = Omit<HealerAlarmProps, 'pageTopic'>;

const MINUTE = Duration.minutes(1);
/** Ticks that may be missed before people are called: one is an update of the function, three are no accident. */
const MISSED_TICKS = 3;
/** A shard waits this long at most when all is well: two ticks. */
const LATE_SECONDS = 120;
/** What a call of a model may take (M46): it judges a whole shard of services at once. */
const INFERENCE_MILLISECONDS = 100;
/** Failures in a row that are no passing throttling. */
const LASTING_MINUTES = 3;

export class OperationsStack extends PlaneStack {
  private readonly planes: OperationsProps;

  constructor(scope: Construct, props: OperationsProps) {
    super(scope, 'operations', props);
    this.planes = props;
    const moved = this.addStopSwitchRule();
    for (const watch of [
      ...this.watchPolls(),
      ...watchModels(),
      ...this.watchRecoveries(),
      ...this.watchLosses(),
      moved,
    ]) {
      const id = [watch.runbook, watch.about].filter((part) => part !== undefined).join('-');
      new HealerAlarm(this, id, { ...watch, pageTopic: props.recover.pageTopic });
    }
    new HealerDashboard(this, 'Board', props);
  }

  private watchPolls(): readonly Watch[] {
    const { planner, scorer, pollQueue } = this.planes.observe;
    return [
      {
        severity: 'critical',
        runbook: 'heartbeat-missing',
        meaning: 'The tick does not run: nothing is watched.',
        metric: planner.live.metricInvocations({ period: MINUTE }),
        threshold: 1,
        isFloor: true,
        periods: MISSED_TICKS,
        isMissingBad: true,
      },
      {
        severity: 'critical',
        runbook: 'scoring-fails',
        meaning: 'Services are read, but not judged.',
        metric: scorer.live.metricErrors({ period: MINUTE }),
        threshold: 0,
        periods: LASTING_MINUTES,
      },
      {
        severity: 'warning',
        runbook: 'polls-late',
        meaning: 'Services wait to be judged: anomalies are found late.',
        metric: pollQueue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
        threshold: LATE_SECONDS,
        periods: LASTING_MINUTES,
      },
    ];
  }

  private watchRecoveries(): readonly Watch[] {
    const { recover, state, people } = this.planes;
    return [
      {
        severity: 'critical',
        runbook: 'recoveries-fail',
        meaning: 'A recovery ended without closing its incident.',
        metric: recover.machine.metricFailed({ period: MINUTE }),
        threshold: 0,
      },
      {
        severity: 'critical',
        runbook: 'recoveries-time-out',
        meaning: 'A recovery was still running after three days.',
        metric: recover.machine.metricTimedOut({ period: MINUTE }),
        threshold: 0,
      },
      {
        severity: 'warning',
        runbook: 'table-throttled',
        meaning: 'The table refuses calls: everything is slow.',
        metric: throttlesOf(state.table.tableName),
        threshold: 0,
        periods: LASTING_MINUTES,
      },
      {
        severity: 'warning',
        runbook: 'clicks-fail',
        meaning: 'Answers of people fail at the receiver.',
        metric: people.api.metricServerError({ period: MINUTE }),
        threshold: 0,
      },
    ];
  }

  /** Whatever could not be delivered waits in a queue, and a person looks into it. */
  private watchLosses(): readonly Watch[] {
    const { observe, recover, people, learn } = this.planes;
    const lost = (about: string, stack: { readonly undelivered: IQueue }): Watch => ({
      severity: 'critical',
      runbook: 'events-lost',
      about,
      meaning: `Events of the ${about} plane failed for good.`,
      metric: stack.undelivered.metricApproximateNumberOfMessagesVisible({
        period: MINUTE,
        statistic: 'Maximum',
      }),
      threshold: 0,
    });
    return [
      {
        severity: 'critical',
        runbook: 'polls-lost',
        meaning: 'Services could not be judged in any of the tries.',
        metric: observe.lostPolls.metricApproximateNumberOfMessagesVisible({
          period: MINUTE,
          statistic: 'Maximum',
        }),
        threshold: 0,
      },
      lost('observe', observe),
      lost('recover', recover),
      lost('people', people),
      ...(learn.undelivered ? [lost('learn', { undelivered: learn.undelivered })] : []),
    ];
  }

  /** Tells people whenever the stop switch is written, whoever wrote it and whatever else still works. */
  private addStopSwitchRule(): Watch {
    const ruleName = 'fleetmedic-stop-switch-moved';
    new Rule(this, 'StopSwitchMoved', {
      ruleName,
      description: 'The stop switch was engaged or released',
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['Parameter Store Change'],
        detail: { name: [this.planes.state.stopSwitch.parameterName] },
      },
      targets: [new SnsTopic(this.planes.recover.pageTopic)],
    });
    return {
      severity: 'warning',
      runbook: 'stop-switch-moved',
      meaning: 'The stop switch was engaged or released.',
      metric: switchMoves(ruleName),
      threshold: 0,
    };
  }
}

function watchModels(): readonly Watch[] {
  return [
    {
      severity: 'warning',
      runbook: 'models-missing',
      meaning: 'Thresholds judge alone, so that nothing automatic follows.',
      metric: modelFallbacks(),
      threshold: 0,
      periods: LASTING_MINUTES,
    },
    {
      severity: 'warning',
      runbook: 'models-slow',
      meaning: 'One call of a model in a hundred takes longer than it may.',
      metric: inferenceTime('p99'),
      threshold: INFERENCE_MILLISECONDS,
      periods: LASTING_MINUTES,
    },
  ];
}

/** Each move is one event that matched the rule. */
function switchMoves(RuleName: string): Metric {
  return new Metric({
    namespace: 'AWS/Events',
    metricName: 'MatchedEvents',
    dimensionsMap: { RuleName },
    statistic: 'Sum',
    period: MINUTE,
  });
}
