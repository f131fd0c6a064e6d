// One incident with everything that is known of it, in the order of the loop, and raw at the end.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatSeconds, formatShare, spellOut } from '../format.ts';
import { useView } from '../live.ts';
import { ApprovalCard } from '../parts/approval-card.tsx';
import { FeedbackPart } from '../parts/feedback.tsx';
import { DiagnosisPart, EvidencePart } from '../parts/incident-cause.tsx';
import { ApprovalsPart, CapturesPart, PlansPart, VerificationsPart } from '../parts/incident-recovery.tsx';
import { TimelinePart } from '../parts/incident-timeline.tsx';
import { IncidentState, Severity } from '../parts/indicators.tsx';
import { ServiceLink } from '../parts/links.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Ago, Time } from '../parts/time.tsx';

export type IncidentDetail = ApiAnswer<'readIncident'>;

export function IncidentPage({ incidentId }: { readonly incidentId: string }) {
  const view = useView('readIncident', { incidentId });
  const approvals = useView('listApprovals', {});
  if (!view.answer) return <Waiting view={view} what="the incident" />;
  const { answer } = view;
  const pending =
    approvals.answer?.approvals.filter(({ approval }) => approval.incidentId === incidentId) ?? [];
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={<code>{incidentId}</code>}>
        {answer.incident.title}
      </Header>
      {view.problem && <Alert type="warning">What you see may be old: {view.problem.message}.</Alert>}
      <Summary detail={answer} />
      {pending.map((one) => (
        <Container
          key={one.approval.approvalId}
          header={<Header variant="h2">It waits for your decision</Header>}
        >
          <ApprovalCard pending={one} />
        </Container>
      ))}
      <TimelinePart timeline={answer.timeline} />
      <EvidencePart incident={answer.incident} />
      <DiagnosisPart diagnosis={answer.diagnosis} />
      <PlansPart plans={answer.plans} />
      <ApprovalsPart approvals={answer.approvals} />
      <CapturesPart captures={answer.captures} />
      <VerificationsPart verifications={answer.verifications} />
      <FeedbackPart detail={answer} />
      <Raw detail={answer} />
    </SpaceBetween>
  );
}

function Summary({ detail: { incident, outcome, diagnosis } }: { readonly detail: IncidentDetail }) {
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Severity', value: <Severity severity={incident.severity} /> },
          { label: 'State', value: <IncidentState state={incident.state} /> },
          {
            label: 'Services',
            value: incident.serviceIds.map((id, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <ServiceLink serviceId={id} />
              </span>
            )),
          },
          { label: 'Believed cause', value: tellCause(diagnosis) },
          {
            label: 'Began',
            value: (
              <>
                <Ago at={incident.onsetAt} />
                <Box variant="small" display="block">
                  <Time at={incident.onsetAt} />
                </Box>
              </>
            ),
          },
          {
            label: 'Found',
            value: `${formatSeconds((incident.openedAt - incident.onsetAt) / 1000)} after it began`,
          },
          { label: 'Ended', value: <End incident={incident} outcome={outcome} /> },
          { label: 'Asked for by', value: incident.requestedBy ?? 'Found by Fleetmedic' },
        ]}
      />
      {incident.closing && <p>{incident.closing}</p>}
      {incident.isFallback && (
        <p>It was found by thresholds alone, without the model: nothing automatic follows.</p>
      )}
    </Container>
  );
}

function End({ incident, outcome }: Pick<IncidentDetail, 'incident' | 'outcome'>) {
  if (incident.closedAt === undefined) return 'Not yet';
  return (
    <>
      <Time at={incident.closedAt} />
      {outcome && (
        <Box variant="small" display="block">
          {formatSeconds(outcome.totalSeconds)} after it began
        </Box>
      )}
    </>
  );
}

function tellCause(diagnosis: IncidentDetail['diagnosis']): string {
  const [best] = diagnosis?.hypotheses ?? [];
  if (!best) return diagnosis ? 'A person has to look' : 'Not looked for yet';
  return `${spellOut(best.failureType)} in ${best.serviceId}, ${formatShare(best.confidence)} sure`;
}

function Raw({ detail }: { readonly detail: IncidentDetail }) {
  const text = JSON.stringify(detail, null, 2);
  return (
    <Container>
      <ExpandableSection headerText="Everything as JSON">
        <CopyToClipboard
          copyButtonText="Copy"
          copySuccessText="Copied"
          copyErrorText="It could not be copied"
          textToCopy={text}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it */}
        <section aria-label="Everything as JSON" tabIndex={0} className="raw">
          <pre>{text}</pre>
        </section>
      </ExpandableSection>
    </Container>
  );
}
