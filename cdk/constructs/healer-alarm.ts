// An alarm on Fleetmedic itself. It cannot be made without saying how urgent it is and where to read what to do.

import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmSeverity, RunbookSection } from '../runbook.ts';

export interface HealerAlarmProps {
  readonly severity: AlarmSeverity;
  readonly runbook: RunbookSection;
  /** Tells alarms of one section apart; none for the only one. */
  readonly about?: string;
  /** What is wrong, in a sentence, for whoever is called. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** Alarms above it; `isFloor`: below it. */
  readonly threshold: number;
  readonly isFloor?: boolean;
  /** Periods that must be bad, of as many looked at. */
  readonly periods?: number;
  /** Whether no data is bad. */
  readonly isMissingBad?: boolean;
  readonly pageTopic: ITopic;
}

export class HealerAlarm extends Alarm {
  readonly severity: AlarmSeverity;

  constructor(scope: Construct, id: string, props: HealerAlarmProps) {
    super(scope, id, {
      alarmName: ['fleetmedic', props.runbook, props.about].filter((part) => part !== undefined).join('-'),
      alarmDescription: `${props.meaning} Severity: ${props.severity}. What to do: docs/runbook.md#${props.runbook}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: props.isFloor
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: props.isMissingBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.severity = props.severity;
    if (props.severity === 'critical') this.addAlarmAction(new SnsAction(props.pageTopic));
  }
}
