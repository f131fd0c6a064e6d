// Failures ahead, and whether such warnings are to be believed: how earlier predictions turned out.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { PredictionsAnswer } from '#contracts/api/prediction-views.ts';
import { formatShare } from '../format.ts';
import { useView } from '../live.ts';
import { Grade, PredictionChip } from '../parts/outlook.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

const HOURS = 168;

export function PredictionsPage() {
  const view = useView('readPredictions', { hours: HOURS });
  if (!view.answer) return <Waiting view={view} what="the predictions" />;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description="Scored over the last seven days">
        Predictions
      </Header>
      <Warnings warnings={view.answer.warnings} />
      <Scores answer={view.answer} />
      <Calibration answer={view.answer} />
    </SpaceBetween>
  );
}

function Warnings({ warnings }: Pick<PredictionsAnswer, 'warnings'>) {
  return (
    <Table
      variant="container"
      contentDensity="compact"
      wrapLines
      header={
        <Header variant="h2" counter={`(${warnings.length})`}>
          What is ahead?
        </Header>
      }
      ariaLabels={{ tableLabel: 'Warnings in force' }}
      items={warnings}
      empty={<Box color="text-body-secondary">No resource is likely to reach its limit within the hour.</Box>}
      columnDefinitions={[
        {
          id: 'service',
          header: 'Service',
          isRowHeader: true,
          cell: ({ serviceId }) => (
            <Link href={`#/services/${encodeURIComponent(serviceId)}`}>{serviceId}</Link>
          ),
        },
        { id: 'grade', header: 'Warning', cell: ({ outlook }) => <Grade grade={outlook.grade} /> },
        { id: 'what', header: 'What', cell: ({ outlook }) => <PredictionChip outlook={outlook} /> },
        { id: 'since', header: 'Since', cell: ({ outlook }) => <Time at={outlook.since} /> },
      ]}
    />
  );
}

function Scores({ answer }: { readonly answer: PredictionsAnswer }) {
  const { scored, verdicts, precision, recall, leadMinutes, earlyShare, intervalShare } = answer;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Of limits that are known; a prediction is scored when its hour is over"
        >
          Were earlier ones right?
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'Predictions scored',
            value: `${scored}: ${verdicts.hit} right warnings, ${verdicts['false-warning']} false, ${verdicts.averted} averted, ${verdicts.miss} missed`,
          },
          {
            label: 'Warnings that were right, failures that were warned of',
            value: `${shareOr(precision)}, ${shareOr(recall)}`,
          },
          {
            label: 'Time ahead',
            value:
              leadMinutes === undefined
                ? 'No right warning yet'
                : `${leadMinutes} min median; ${shareOr(earlyShare)} at least 15 min`,
          },
          { label: 'Within the 80 % interval', value: shareOr(intervalShare) },
        ]}
      />
    </Container>
  );
}

function Calibration({ answer }: { readonly answer: PredictionsAnswer }) {
  return (
    <Table
      variant="container"
      contentDensity="compact"
      header={
        <Header
          variant="h2"
          description="Chances within half an hour: what was said, and how often it happened"
        >
          Calibration
        </Header>
      }
      ariaLabels={{ tableLabel: 'Calibration' }}
      items={answer.calibration.filter(({ count }) => count > 0)}
      empty={<Box color="text-body-secondary">Nothing was scored yet.</Box>}
      columnDefinitions={[
        {
          id: 'from',
          header: 'Chance',
          isRowHeader: true,
          cell: ({ from }) => `${Math.round(from * 100)}-${Math.round(from * 100) + 10} %`,
        },
        { id: 'count', header: 'Predictions', cell: ({ count }) => count },
        { id: 'said', header: 'Said on average', cell: ({ said }) => shareOr(said) },
        { id: 'happened', header: 'Happened', cell: ({ happened }) => shareOr(happened) },
      ]}
    />
  );
}

function shareOr(share: number | undefined): string {
  return share === undefined ? 'not known yet' : formatShare(share);
}
