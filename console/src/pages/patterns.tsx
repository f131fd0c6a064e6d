// What incidents have in common, in words and numbers, and which services move together.

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ApiAnswer } from '#contracts/api.ts';
import { INDICATOR_LABELS } from '../format.ts';
import { useView } from '../live.ts';
import { IncidentLink, ServiceLink } from '../parts/links.tsx';
import { ListTable } from '../parts/list-table.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

type Report = NonNullable<ApiAnswer<'listPatterns'>['report']>;
type Pattern = Report['patterns'][number];
type Window = NonNullable<ApiAnswer<'listPatterns'>['correlations']>;
type Correlation = Window['correlations'][number];

const KIND_LABELS: Readonly<Record<Pattern['kind'], string>> = {
  sequence: 'One after another',
  companions: 'Together',
  recurrence: 'Again',
  rhythm: 'At its time',
};

export function PatternsPage() {
  const view = useView('listPatterns', {});
  if (!view.answer) return <Waiting view={view} what="the patterns" />;
  const { report, correlations } = view.answer;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description="Looked for once a day. They add evidence; nothing is done because of them"
      >
        Patterns
      </Header>
      {report ? <PatternTable report={report} /> : <Box>Nobody has looked for patterns yet.</Box>}
      {correlations && <CorrelationTable window={correlations} />}
    </SpaceBetween>
  );
}

function PatternTable({ report }: { readonly report: Report }) {
  const { patterns, anomalies, incidents, minedAt, anomaliesFrom, incidentsFrom } = report;
  return (
    <ListTable
      header={
        <Header
          variant="h2"
          counter={`(${patterns.length})`}
          description={
            <>
              Found <Time at={minedAt} /> among {anomalies} anomalies since <Time at={anomaliesFrom} /> and{' '}
              {incidents} incidents since <Time at={incidentsFrom} />
            </>
          }
        >
          What incidents have in common
        </Header>
      }
      label="Patterns"
      items={patterns}
      trackBy="summary"
      empty="Nothing that is more than chance."
      columnDefinitions={[
        { id: 'kind', header: 'Pattern', cell: ({ kind }) => KIND_LABELS[kind], width: 150 },
        { id: 'summary', header: 'In words', isRowHeader: true, cell: ({ summary }) => summary },
        { id: 'support', header: 'Seen', cell: ({ support }) => `${support} times`, width: 100 },
        { id: 'odds', header: 'Compared with chance', cell: tellOdds, width: 200 },
        { id: 'incidents', header: 'Incidents', cell: (pattern) => <Incidents pattern={pattern} /> },
      ]}
    />
  );
}

function tellOdds(pattern: Pattern): string {
  if (pattern.kind === 'recurrence') return 'Not tested';
  const chance = pattern.chance < 0.001 ? 'less than 0.001' : pattern.chance.toFixed(3);
  return `${pattern.lift.toFixed(1)} times as often; by chance with ${chance}`;
}

function Incidents({ pattern }: { readonly pattern: Pattern }) {
  if (pattern.incidentIds.length === 0) return <>None</>;
  return (
    <>
      {pattern.incidentIds.map((incidentId) => (
        <div key={incidentId}>
          <IncidentLink incidentId={incidentId} />
        </div>
      ))}
    </>
  );
}

function CorrelationTable({ window }: { readonly window: Window }) {
  return (
    <ListTable
      header={
        <Header
          variant="h2"
          counter={`(${window.correlations.length})`}
          description={
            <>
              From <Time at={window.from} /> to <Time at={window.to} />, by changes from minute to minute, so
              that the swing of the day does not count
            </>
          }
        >
          Which services move together
        </Header>
      }
      label="Correlations"
      items={window.correlations}
      empty="No two services more than by chance."
      columnDefinitions={[
        { id: 'first', header: 'First', isRowHeader: true, cell: ({ first }) => <Sign sign={first} /> },
        { id: 'next', header: 'Then', cell: ({ next }) => <Sign sign={next} /> },
        {
          id: 'lag',
          header: 'After',
          cell: ({ lagMinutes }) => (lagMinutes === 0 ? 'The same minute' : `${lagMinutes} min`),
        },
        { id: 'strength', header: 'Strength (-1 to 1)', cell: ({ strength }) => strength.toFixed(2) },
        { id: 'relation', header: 'Call graph', cell: ({ relation }) => <Relation relation={relation} /> },
      ]}
    />
  );
}

function Sign({ sign }: { readonly sign: Correlation['first'] }) {
  return (
    <>
      <ServiceLink serviceId={sign.serviceId} />: {INDICATOR_LABELS[sign.indicator]}
    </>
  );
}

function Relation({ relation }: { readonly relation: Correlation['relation'] }) {
  switch (relation) {
    case 'declared':
      return <>Connected</>;
    case 'shared':
      return <>Share a caller or dependency</>;
    case 'undeclared':
      return <StatusIndicator type="info">Not connected: is a dependency missing?</StatusIndicator>;
  }
}
