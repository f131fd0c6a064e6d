// A plan as an approver reads it: what, from what to what, the way back, the risk, and what else was considered.

import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PendingApproval } from '#contracts/api/incident-views.ts';
import { formatShare, spellOut } from '../format.ts';

export type Plan = PendingApproval['plan'];
type PlannedAction = Plan['actions'][number];
type Action = PlannedAction['action'];

const RISK_SHAPES: Readonly<Record<Plan['risk']['tier'], StatusIndicatorProps.Type>> = {
  low: 'success',
  medium: 'warning',
  high: 'error',
};

/** The tier with its shape, and the sentence to decide by. */
export function Risk({ risk }: { readonly risk: Plan['risk'] }) {
  return (
    <span>
      <StatusIndicator type={RISK_SHAPES[risk.tier]}>{spellOut(risk.tier)} risk</StatusIndicator>{' '}
      {risk.sentence}
    </span>
  );
}

/** Steps and, in the opposite order, the steps back. */
export function Steps({ plan }: { readonly plan: Plan }) {
  return (
    <ol className="steps">
      {plan.actions.map((step) => (
        <li key={JSON.stringify(step.action)}>
          {step.description}
          <Box variant="small" display="block">
            <code>{step.action.resourceId}</code>
          </Box>
        </li>
      ))}
    </ol>
  );
}

export function Rollback({ plan }: { readonly plan: Plan }) {
  return (
    <ol className="steps">
      {plan.actions.toReversed().map((step) => (
        <li key={JSON.stringify(step.action)}>
          {step.inverse ? describeAction(step.inverse) : 'Nothing to restore: the step changes no setting'}
        </li>
      ))}
    </ol>
  );
}

/** An action in words, where there is no description of it. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      return `Set ${action.resourceId} to ${action.desiredCount} tasks`;
    case 'ecs-service/force-new-deployment':
      return `Replace all tasks of ${action.resourceId}`;
    case 'ecs-service/set-task-definition':
      return `Deploy ${action.taskDefinition} on ${action.resourceId}`;
    case 'scalable-target/set-min-capacity':
      return `Set the autoscaler's floor of ${action.resourceId} to ${action.minCapacity} tasks`;
    case 'configuration/deploy-version':
      return `Deploy version ${action.version} of ${action.resourceId}`;
    case 'lambda-alias/set-version':
      return `Point ${action.resourceId} to version ${action.version}`;
    case 'ssm-parameter/restore-version':
      return `Give ${action.resourceId} the value of its version ${action.version} again`;
  }
}

export function Alternatives({ plan }: { readonly plan: Plan }) {
  if (plan.alternatives.length === 0)
    return <Box color="text-body-secondary">Nothing else fitted the cause.</Box>;
  return (
    <ul className="plain">
      {plan.alternatives.map(({ strategy, verdict, detail, score, refusal }) => (
        <li key={`${strategy}-${detail}`}>
          <strong>{spellOut(strategy)}</strong>: {verdict}
          {refusal && ` by the guardrail ${refusal.guardrail}`}, {detail}
          {score !== undefined && ` (score ${score.toFixed(2)})`}
        </li>
      ))}
    </ul>
  );
}

/** The whole plan; what is read second is folded away. */
export function PlanDetails({ plan }: { readonly plan: Plan }) {
  return (
    <SpaceBetween size="xs">
      <Risk risk={plan.risk} />
      <Steps plan={plan} />
      <ExpandableSection variant="footer" headerText="Way back, alternatives, track record">
        <SpaceBetween size="xs">
          <Box variant="awsui-key-label">If it does not help</Box>
          <Rollback plan={plan} />
          <Box variant="awsui-key-label">Considered and not chosen</Box>
          <Alternatives plan={plan} />
          <Box variant="awsui-key-label">Expected success</Box>
          <div>
            {formatShare(plan.successProbability)}, from like plans against{' '}
            {spellOut(plan.failureType).toLowerCase()}
          </div>
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}
