// What was planned, decided and done, and what it did: candidates, approvals, changes with their way back, readings.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatShare, formatValue, INDICATOR_LABELS, spellOut } from '../format.ts';
import { ListTable } from './list-table.tsx';
import { Alternatives, describeAction, Risk, Rollback, Steps } from './plan.tsx';
import { Time } from './time.tsx';

type Detail = ApiAnswer<'readIncident'>;

export function PlansPart({ plans }: { readonly plans: Detail['plans'] }) {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${plans.length})`}>
          Plans
        </Header>
      }
    >
      {plans.length === 0 && <Box color="text-body-secondary">No plan has been made.</Box>}
      <SpaceBetween size="l">
        {plans.map((plan) => (
          <SpaceBetween key={plan.planId} size="xs">
            <Box variant="h3">
              Attempt {plan.attempt}: {plan.summary}
            </Box>
            <div>
              {spellOut(plan.strategy)} against {spellOut(plan.failureType).toLowerCase()}. Mode {plan.mode},{' '}
              {tellApprovals(plan.approvalsNeeded)}. Plan <code>{plan.hash.slice(0, 12)}</code>
            </div>
            {plan.actions.length > 0 && (
              <>
                <div>Expected to work in {formatShare(plan.successProbability)} of cases.</div>
                <Risk risk={plan.risk} />
                <Box variant="awsui-key-label">Steps</Box>
                <Steps plan={plan} />
                <Box variant="awsui-key-label">Way back</Box>
                <Rollback plan={plan} />
              </>
            )}
            <Box variant="awsui-key-label">Considered and not chosen</Box>
            <Alternatives plan={plan} />
          </SpaceBetween>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function tellApprovals(needed: number): string {
  if (needed === 0) return 'no approval needed';
  return needed === 1 ? 'one person has to approve' : `${needed} people have to approve`;
}

export function ApprovalsPart({ approvals }: { readonly approvals: Detail['approvals'] }) {
  if (approvals.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Approvals</Header>}>
      {approvals.map(({ approvalId, status, approvalsNeeded, expiresAt, decisions }) => (
        <div key={approvalId}>
          <strong>{spellOut(status)}</strong>, {approvalsNeeded} needed, open until <Time at={expiresAt} />
          <ul className="plain">
            {decisions.map(({ by, verdict, at, reason }) => (
              <li key={by}>
                {by}: {verdict} at <Time at={at} />
                {reason && `: ${reason}`}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Container>
  );
}

/** What became of an act; unknown counts as done. */
const RESULT_SHAPES = { applied: 'success', refused: 'stopped', unknown: 'warning' } as const;

export function CapturesPart({ captures }: { readonly captures: Detail['captures'] }) {
  return (
    <ListTable
      header={<Header variant="h2">Changes made</Header>}
      label="Changes made"
      items={captures}
      empty="Nothing was changed."
      columnDefinitions={[
        { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} /> },
        { id: 'step', header: 'Step', cell: ({ step }) => spellOut(step), isRowHeader: true },
        { id: 'action', header: 'Change', cell: ({ action }) => describeAction(action) },
        {
          id: 'inverse',
          header: 'Way back',
          cell: ({ inverse }) => (inverse ? describeAction(inverse) : 'Nothing to restore'),
        },
        {
          id: 'result',
          header: 'Result',
          cell: ({ result = 'unknown' }) => (
            <StatusIndicator type={RESULT_SHAPES[result]}>{spellOut(result)}</StatusIndicator>
          ),
        },
      ]}
    />
  );
}

type Reading = Detail['verifications'][number]['readings'][number];

function ReadingValue({
  reading,
  field,
}: {
  readonly reading: Reading;
  readonly field: 'before' | 'now' | 'limit';
}) {
  const value = reading[field];
  return value === undefined ? 'unknown' : formatValue(reading.indicator, value);
}

export function VerificationsPart({ verifications }: { readonly verifications: Detail['verifications'] }) {
  const rows = verifications.flatMap(({ at, verdict, readings, summary }) =>
    readings.map((reading) => ({ at, verdict, summary, reading })),
  );
  return (
    <ListTable
      header={<Header variant="h2">Verification: did it help users?</Header>}
      label="Verification readings"
      items={rows}
      empty="Nothing has been verified yet."
      columnDefinitions={[
        { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} /> },
        { id: 'verdict', header: 'Verdict', cell: ({ verdict }) => spellOut(verdict), isRowHeader: true },
        { id: 'indicator', header: 'Indicator', cell: ({ reading }) => INDICATOR_LABELS[reading.indicator] },
        {
          id: 'before',
          header: 'Before the act',
          cell: ({ reading }) => <ReadingValue reading={reading} field="before" />,
        },
        { id: 'now', header: 'Then', cell: ({ reading }) => <ReadingValue reading={reading} field="now" /> },
        {
          id: 'limit',
          header: 'Usual up to',
          cell: ({ reading }) => <ReadingValue reading={reading} field="limit" />,
        },
        { id: 'summary', header: 'In words', cell: ({ summary }) => summary },
      ]}
    />
  );
}
