// How well healing works: the numbers of the last week, and every ended recovery.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatSeconds, formatShare, spellOut } from '../format.ts';
import { useView } from '../live.ts';
import { IncidentState, Severity } from '../parts/indicators.tsx';
import { IncidentLink } from '../parts/links.tsx';
import { ListTable } from '../parts/list-table.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

const HOURS = 168;

export function RecoveriesPage() {
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description="The last seven days">
        Recoveries
      </Header>
      <Statistics />
      <History />
    </SpaceBetween>
  );
}

type Spread = ApiAnswer<'statistics'>['timeToRecover'];

function tellSpread({ count, p50Seconds, p95Seconds }: Spread): string {
  if (p50Seconds === undefined || p95Seconds === undefined) return 'None yet';
  return `${formatSeconds(p50Seconds)} median, ${formatSeconds(p95Seconds)} at the 95th percentile, of ${count}`;
}

function Statistics() {
  const view = useView('statistics', { hours: HOURS });
  if (!view.answer) return <Waiting view={view} what="the statistics" />;
  const { ends, timeToDetect, timeToRecover, heals, strategies, availability, alarmBudget } = view.answer;
  return (
    <Container header={<Header variant="h2">In numbers</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'Ends',
              value: `${ends.resolved} resolved, ${ends['rolled-back']} rolled back, ${ends.escalated} escalated, ${ends.suppressed} watched only`,
            },
            { label: 'From beginning to detection', value: tellSpread(timeToDetect) },
            { label: 'From beginning to verified recovery', value: tellSpread(timeToRecover) },
            { label: 'Attempts that changed something', value: heals },
          ]}
        />
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: 'Success by strategy',
              value:
                strategies.length === 0
                  ? 'None tried yet'
                  : strategies.map(({ strategy, successes, failures }) => (
                      <div key={strategy}>
                        {spellOut(strategy)}: {successes} of {successes + failures} verified
                      </div>
                    )),
            },
            {
              label: 'Availability: minutes not unhealthy, of those known',
              value: (
                <div className="columns">
                  {availability.map(({ serviceId, share }) => (
                    <div key={serviceId}>
                      {serviceId}: {share === undefined ? 'unknown' : formatShare(share)}
                    </div>
                  ))}
                </div>
              ),
            },
            {
              label: 'False pages of the last four weeks, of those that are bearable',
              value: (
                <div className="columns">
                  {alarmBudget.map(({ serviceId, falsePages, bearable, raisedBy }) => (
                    <div key={serviceId}>
                      {serviceId}: {falsePages} of {bearable}
                      {raisedBy > 0 &&
                        `, so ${Math.exp(raisedBy).toFixed(1)} times the deviation is asked for`}
                    </div>
                  ))}
                </div>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function History() {
  const view = useView('recoveryHistory', { hours: HOURS });
  if (!view.answer) return <Waiting view={view} what="the recoveries" />;
  return (
    <ListTable
      header={
        <Header variant="h2" counter={`(${view.answer.recoveries.length})`}>
          Ended recoveries
        </Header>
      }
      label="Ended recoveries"
      items={view.answer.recoveries}
      empty="None in the last seven days."
      columnDefinitions={[
        { id: 'at', header: 'Ended', cell: ({ outcome }) => <Time at={outcome.at} /> },
        {
          id: 'severity',
          header: 'Severity',
          cell: ({ severity }) => severity && <Severity severity={severity} />,
        },
        {
          id: 'title',
          header: 'Incident',
          isRowHeader: true,
          cell: ({ outcome, title }) => (
            <IncidentLink incidentId={outcome.incidentId}>{title ?? outcome.incidentId}</IncidentLink>
          ),
        },
        { id: 'end', header: 'End', cell: ({ outcome }) => <IncidentState state={outcome.end} /> },
        {
          id: 'attempts',
          header: 'Attempts',
          cell: ({ outcome }) =>
            outcome.attempts.map(({ strategy, result }) => `${spellOut(strategy)}: ${result}`).join('; ') ||
            'None',
        },
        { id: 'took', header: 'Took', cell: ({ outcome }) => formatSeconds(outcome.totalSeconds) },
        { id: 'closing', header: 'In words', cell: ({ closing }) => closing },
      ]}
    />
  );
}
