// The first screen. It answers in this order: is anything hurting users, what is the healer doing, what does it want
// from me, is it well itself.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import type { ServiceOverview } from '#contracts/api/service-views.ts';
import { useView } from '../live.ts';
import { ApprovalCard } from '../parts/approval-card.tsx';
import { HealerPulse } from '../parts/healer-pulse.tsx';
import { IncidentTable } from '../parts/incident-table.tsx';
import { Waiting } from '../parts/problem.tsx';
import { ServiceGrid } from '../parts/service-grid.tsx';

/** Closed incidents shown below the open ones. */
const RECENT_SHOWN = 5;

export interface HomePageProps {
  readonly pulse: PulseAnswer;
  readonly isReachable: boolean;
}

export function HomePage({ pulse, isReachable }: HomePageProps) {
  return (
    <>
      <h1 className="visually-hidden">Overview</h1>
      <Grid gridDefinition={[{ colspan: { default: 12, m: 8 } }, { colspan: { default: 12, m: 4 } }]}>
        <SpaceBetween size="m">
          <Services />
          <Incidents />
        </SpaceBetween>
        <SpaceBetween size="m">
          <Approvals />
          <HealerPulse pulse={pulse} isReachable={isReachable} />
        </SpaceBetween>
      </Grid>
    </>
  );
}

function Services() {
  const view = useView('listServices', {});
  if (!view.answer) return <Waiting view={view} what="the services" />;
  const { services } = view.answer;
  return (
    <Container
      header={
        <Header variant="h2" description={<Verdict services={services} />}>
          Is anything hurting users?
        </Header>
      }
    >
      <ServiceGrid services={services} />
    </Container>
  );
}

function Verdict({ services }: { readonly services: readonly ServiceOverview[] }) {
  const measured = services.filter(({ isMeasured }) => isMeasured);
  const named = (state: ServiceOverview['state']) =>
    measured.filter((service) => service.state === state).map(({ serviceId }) => serviceId);
  const groups = [
    { ids: named('critical'), text: 'critical' },
    { ids: named('unhealthy'), text: 'unhealthy' },
    { ids: named('degraded'), text: 'degraded' },
    { ids: named('unknown'), text: 'without current data' },
  ].filter(({ ids }) => ids.length > 0);
  const list = groups.map(({ ids, text }) => `${ids.join(', ')} ${text}`).join('; ');
  const worst = groups[0]?.text;
  if (worst === undefined) {
    return <StatusIndicator type="success">No: all {measured.length} services are as usual</StatusIndicator>;
  }
  if (worst === 'without current data')
    return <StatusIndicator type="stopped">Not known: {list}</StatusIndicator>;
  if (worst === 'degraded') return <StatusIndicator type="warning">A little: {list}</StatusIndicator>;
  return <StatusIndicator type="error">Yes: {list}</StatusIndicator>;
}

function Incidents() {
  const view = useView('listIncidents', { hours: 24 });
  if (!view.answer) return <Waiting view={view} what="the incidents" />;
  const open = view.answer.incidents.filter(({ isOpen }) => isOpen);
  const closed = view.answer.incidents.filter(({ isOpen }) => !isOpen).slice(0, RECENT_SHOWN);
  return (
    <IncidentTable
      incidents={[...open, ...closed]}
      label="Incidents"
      header={
        <Header variant="h2" counter={`(${open.length} open)`}>
          What is the healer doing?
        </Header>
      }
      empty="Nothing: no incident in the last 24 hours."
    />
  );
}

function Approvals() {
  const view = useView('listApprovals', {});
  if (!view.answer) return <Waiting view={view} what="the approvals" />;
  const { approvals } = view.answer;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${approvals.length})`}>
          What does it want from me?
        </Header>
      }
    >
      <SpaceBetween size="l">
        {approvals.length === 0 && <Box color="text-body-secondary">Nothing waits for a decision.</Box>}
        {approvals.map((pending) => (
          <ApprovalCard key={pending.approval.approvalId} pending={pending} />
        ))}
      </SpaceBetween>
    </Container>
  );
}
