// One question to a person: what to do about what, by when, and the two answers.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { PendingApproval } from '#contracts/api/incident-views.ts';
import { callApi } from '../api.ts';
import { useNow } from '../clock.ts';
import { formatCountdown } from '../format.ts';
import { Confirm } from './confirm.tsx';
import { Severity } from './indicators.tsx';
import { IncidentLink } from './links.tsx';
import { useNotices } from './notices.tsx';
import { PlanDetails } from './plan.tsx';

/** Below this the reader has to hurry. */
const SHORT_SECONDS = 300;

export function ApprovalCard({ pending }: { readonly pending: PendingApproval }) {
  const { approval, plan, incident } = pending;
  const [asking, setAsking] = useState<'approve' | 'deny'>();
  const secondsLeft = Math.floor((approval.expiresAt - useNow()) / 1000);
  const isOver = secondsLeft <= 0;
  const agreed = approval.decisions.filter(({ verdict }) => verdict === 'approve').map(({ by }) => by);
  return (
    <article className="approval" aria-label={`Approval: ${plan.summary}`}>
      <SpaceBetween size="xs">
        <div>
          <Box variant="h3" tagOverride="h3" padding="n">
            {plan.summary}
          </Box>
          <Severity severity={incident.severity} />{' '}
          <IncidentLink incidentId={incident.incidentId}>{incident.title}</IncidentLink>
        </div>
        <PlanDetails plan={plan} />
        <Box variant="small">
          {agreed.length} of {approval.approvalsNeeded} agreed{agreed.length > 0 && `: ${agreed.join(', ')}`}.
          Without an answer nothing is done.
        </Box>
        <div className="approval-actions">
          <Button variant="primary" disabled={isOver} onClick={() => setAsking('approve')}>
            Approve
          </Button>
          <Button disabled={isOver} onClick={() => setAsking('deny')}>
            Deny
          </Button>
          <StatusIndicator type={isOver ? 'stopped' : secondsLeft < SHORT_SECONDS ? 'warning' : 'pending'}>
            <span className="digits">{isOver ? 'Expired' : `${formatCountdown(secondsLeft)} left`}</span>
          </StatusIndicator>
        </div>
      </SpaceBetween>
      {asking && <Decide verdict={asking} pending={pending} onClose={() => setAsking(undefined)} />}
    </article>
  );
}

interface DecideProps {
  readonly verdict: 'approve' | 'deny';
  readonly pending: PendingApproval;
  readonly onClose: () => void;
}

function Decide({ verdict, pending, onClose }: DecideProps) {
  const { approval, plan } = pending;
  const { attempt } = useNotices();
  const resources = [...new Set(plan.actions.map(({ action }) => action.resourceId))];
  const isApproval = verdict === 'approve';
  const decide = (reason: string) =>
    attempt(`${isApproval ? 'Approved' : 'Denied'}: ${plan.summary}`, () =>
      callApi('decideApproval', {
        approvalId: approval.approvalId,
        planHash: approval.planHash,
        verdict,
        ...(reason && { reason }),
      }),
    );
  return (
    <Confirm
      title={isApproval ? 'Approve this plan?' : 'Deny this plan?'}
      verb={isApproval ? 'Approve' : 'Deny'}
      {...(!isApproval && { reasonLabel: 'Why not?' })}
      onConfirm={decide}
      onClose={onClose}
    >
      <div>
        <strong>{plan.summary}</strong>
        <p>
          {isApproval ? 'It will change' : 'It will not change'} <code>{resources.join(', ')}</code>.{' '}
          {isApproval && plan.risk.sentence}
        </p>
      </div>
    </Confirm>
  );
}
