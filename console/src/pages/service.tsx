// One service: how it is, its course with what is usual, what was changed on it, and its incidents.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ApiAnswer } from '#contracts/api.ts';
import { callApi } from '../api.ts';
import { spellOut } from '../format.ts';
import { useView } from '../live.ts';
import { Confirm } from '../parts/confirm.tsx';
import { IncidentTable } from '../parts/incident-table.tsx';
import { ChartLegend, IndicatorChart } from '../parts/indicator-chart.tsx';
import { ServiceState } from '../parts/indicators.tsx';
import { ListTable } from '../parts/list-table.tsx';
import { useNotices } from '../parts/notices.tsx';
import { Outlook } from '../parts/outlook.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Ago, Time } from '../parts/time.tsx';

type Detail = ApiAnswer<'readService'>;

const SPANS = [
  { id: '1', text: '1 hour' },
  { id: '3', text: '3 hours' },
  { id: '24', text: '24 hours' },
];

export function ServicePage({ serviceId }: { readonly serviceId: string }) {
  const [hours, setHours] = useState('3');
  const view = useView('readService', { serviceId, hours: Number(hours) });
  if (!view.answer) return <Waiting view={view} what="the service" />;
  const { answer } = view;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" actions={<TriggerButton serviceId={serviceId} />}>
        {serviceId}
      </Header>
      <Facts detail={answer} />
      <Outlook outlook={answer.service.outlook} />
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SegmentedControl
                label="Time shown"
                options={SPANS}
                selectedId={hours}
                onChange={({ detail }) => setHours(detail.selectedId)}
              />
            }
          >
            Course
          </Header>
        }
      >
        {answer.charts.length === 0 && (
          <Box color="text-body-secondary">Nothing was measured in this time.</Box>
        )}
        <ChartLegend />
        <ColumnLayout columns={2}>
          {answer.charts.map((chart) => (
            <IndicatorChart
              key={chart.indicator}
              chart={chart}
              changes={answer.changes}
              from={answer.from}
              to={answer.now}
            />
          ))}
        </ColumnLayout>
      </Container>
      <IncidentTable
        incidents={answer.incidents}
        label="Incidents of the service"
        header={<Header variant="h2">Incidents</Header>}
        empty="None in this time."
      />
      <Changes changes={answer.changes} />
    </SpaceBetween>
  );
}

function Facts({ detail: { service, dependsOn, callers, resources } }: { readonly detail: Detail }) {
  const { score, dataAt } = service;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'State', value: <ServiceState state={service.state} /> },
          { label: 'Score', value: score === undefined ? 'Unknown' : `${Math.round(score * 100)} of 100` },
          { label: 'Newest data', value: dataAt === undefined ? 'None yet' : <Ago at={dataAt} /> },
          { label: 'Tier and mode', value: `${spellOut(service.tier)}, ${service.mode}` },
          { label: 'Calls', value: dependsOn.join(', ') || 'Nothing' },
          { label: 'Is called by', value: callers.join(', ') || 'Nobody' },
          { label: 'Baseline', value: `${Math.round(service.baselineProgress * 100)} % learned` },
          { label: 'Resources', value: resources.map((id) => <div key={id}>{id}</div>) },
        ]}
      />
    </Container>
  );
}

function Changes({ changes }: { readonly changes: Detail['changes'] }) {
  return (
    <ListTable
      wrapLines={false}
      header={<Header variant="h2">Changes</Header>}
      label="Changes of the service"
      items={changes.toReversed()}
      empty="None in this time."
      columnDefinitions={[
        { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} /> },
        { id: 'kind', header: 'Kind', cell: ({ kind }) => spellOut(kind) },
        { id: 'summary', header: 'What', cell: ({ summary }) => summary, isRowHeader: true },
        { id: 'by', header: 'By', cell: ({ by }) => spellOut(by) },
      ]}
    />
  );
}

function TriggerButton({ serviceId }: { readonly serviceId: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const { attempt } = useNotices();
  const trigger = (reason: string) =>
    attempt(`A recovery of ${serviceId} was asked for`, () => callApi('triggerHeal', { serviceId, reason }));
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>Ask for a recovery</Button>
      {isAsking && (
        <Confirm
          title={`Ask for a recovery of ${serviceId}?`}
          verb="Ask for a recovery"
          reasonLabel="What is wrong with it?"
          onConfirm={trigger}
          onClose={() => setIsAsking(false)}
        >
          <p>
            It is diagnosed and planned as if it had been found. Guardrails, mode and approvals apply; you
            cannot approve it yourself.
          </p>
        </Confirm>
      )}
    </>
  );
}
