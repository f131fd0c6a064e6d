// The one dashboard: above, whether the healer is well; below, what it has seen, done and achieved, in the metrics that
// its functions publish of themselves.

import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { FunctionName } from '#contracts/environment.ts';
import { METRIC_NAMESPACE, METRIC_SERVICE_ALL, type MetricName } from '#contracts/metrics.ts';
import type { ObserveStack } from '../stacks/observe-stack.ts';
import type { PeopleStack } from '../stacks/people-stack.ts';
import type { RecoverStack } from '../stacks/recover-stack.ts';
import type { StateStack } from '../stacks/state-stack.ts';

export interface HealerDashboardProps {
  readonly state: StateStack;
  readonly observe: ObserveStack;
  readonly recover: RecoverStack;
  readonly people: PeopleStack;
}

const HEADING = '# Fleetmedic\nIs the healer well? What to do: docs/runbook.md';
const MINUTE = Duration.minutes(1);
/** An act and its way back count alike. */
const ACTING: readonly FunctionName[] = ['apply-action', 'roll-back'];

export class HealerDashboard extends Construct {
  constructor(scope: Construct, id: string, planes: HealerDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: METRIC_NAMESPACE });
    dashboard.addWidgets(new TextWidget({ markdown: HEADING, width: 24, height: 2 }));
    dashboard.addWidgets(...showLoop(planes));
    dashboard.addWidgets(...showHealth(planes));
    dashboard.addWidgets(...showSight());
    dashboard.addWidgets(...showRecoveries());
    dashboard.addWidgets(...showCost());
  }
}

/** Does it run? */
function showLoop({ observe, recover, people }: HealerDashboardProps): readonly GraphWidget[] {
  const { planner, scorer, pollQueue, lostPolls } = observe;
  const lost = [lostPolls, observe.undelivered, recover.undelivered, people.undelivered];
  return [
    graph('Heartbeat', [planner.live.metricInvocations(), planner.live.metricErrors()]),
    graph('Scoring', [scorer.live.metricInvocations(), scorer.live.metricErrors()]),
    graph('Waiting to be judged (s)', [pollQueue.metricApproximateAgeOfOldestMessage()]),
    graph(
      'Dead letters',
      lost.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' })),
    ),
  ];
}

/** Do those that it stands on? */
function showHealth({ state, recover, people }: HealerDashboardProps): readonly GraphWidget[] {
  const { machine, archiver } = recover;
  return [
    graph('Recoveries', [machine.metricStarted(), machine.metricSucceeded(), machine.metricFailed()]),
    graph('Clicks', [
      people.api.metricCount(),
      people.api.metricClientError(),
      people.api.metricServerError(),
    ]),
    graph('Table refusals', [throttlesOf(state.table.tableName)]),
    graph('Audit archive behind (ms)', [archiver.live.metric('IteratorAge', { statistic: 'Maximum' })]),
  ];
}

function showSight(): readonly GraphWidget[] {
  return [
    graph('Services scored', [own('ServicesScored', 'score-services')]),
    graph('Anomalies', [own('AnomaliesDetected', 'score-services')]),
    graph('Judged without the model', [modelFallbacks()]),
    graph(
      'Models answer in (ms)',
      ['p50', 'p99'].map((statistic) => inferenceTime(statistic).with({ label: statistic })),
    ),
    graph('Incidents', [own('IncidentsOpened', 'open-incident'), own('IncidentsHeldBack', 'open-incident')]),
  ];
}

function showRecoveries(): readonly GraphWidget[] {
  const acts = (['ActionsApplied', 'ActionsRefused', 'ActionsUnknown'] as const).flatMap((name) =>
    ACTING.map((service) => own(name, service)),
  );
  const ends = ['RecoveriesResolved', 'RecoveriesRolledBack', 'RecoveriesEscalated'] as const;
  return [
    graph('Acts', acts),
    graph(
      'Ends of recoveries',
      ends.map((name) => own(name, 'close-incident')),
    ),
    graph('Time to detect (s)', timesOf('TimeToDetect')),
    graph('Time to recover (s)', timesOf('TimeToRecover')),
  ];
}

/** What does it cost itself? */
function showCost(): readonly GraphWidget[] {
  return [
    graph('Calls to AWS', [own('AwsCalls', METRIC_SERVICE_ALL)]),
    graph('Their cost (millionths of a dollar)', [own('AwsCallCost', METRIC_SERVICE_ALL)]),
  ];
}

/** Four to a row. */
function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 6 });
}

type Publisher = FunctionName | typeof METRIC_SERVICE_ALL;

/** What a function counts of itself, as the graphs call it. */
function own(metricName: MetricName, service: Publisher, statistic = 'Sum'): Metric {
  return plain(metricName, service, statistic).with({ label: `${metricName} (${service})` });
}

/** The same without a name: an alarm on a named metric becomes an expression, for nothing. */
function plain(metricName: MetricName, service: Publisher, statistic: string): Metric {
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service }, statistic });
}

/** Minutes of services that thresholds judged alone. */
export function modelFallbacks(): Metric {
  return plain('ModelFallbacks', 'score-services', 'Sum').with({ period: MINUTE });
}

/** What calls of models take, over so long that a percentile means something. */
export function inferenceTime(statistic: string): Metric {
  const metric = plain('ModelInferenceMilliseconds', METRIC_SERVICE_ALL, statistic);
  return metric.with({ period: Duration.minutes(5) });
}

/** How long it takes as a rule, and when it takes long. */
function timesOf(metricName: MetricName): Metric[] {
  return ['p50', 'p90'].map((statistic) =>
    own(metricName, 'close-incident', statistic).with({ label: statistic }),
  );
}

/** Calls that a table has refused. */
export function throttlesOf(TableName: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: 'ThrottledRequests',
    dimensionsMap: { TableName },
    statistic: 'Sum',
    period: MINUTE,
  });
}
