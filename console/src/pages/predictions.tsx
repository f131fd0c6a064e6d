// Failures ahead, and whether such warnings are to be believed: how earlier predictions turned out.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PredictionsAnswer } from '#contracts/api/prediction-views.ts';
import { formatShare } from '../format.ts';
import { useView } from '../live.ts';
import { ServiceLink } from '../parts/links.tsx';
import { ListTable } from '../parts/list-table.tsx';
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
    <ListTable
      header={
        <Header variant="h2" counter={`(${warnings.length})`}>
          What is ahead?
        </Header>
      }
      label="Warnings in force"
      items={warnings}
      empty="No resource is likely to reach its limit within the hour."
      columnDefinitions={[
        {
          id: 'service',
          header: 'Service',
          isRowHeader: true,
          cell: ({ serviceId }) => <ServiceLink serviceId={serviceId} />,
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
    <ListTable
      wrapLines={false}
      header={
        <Header
          variant="h2"
          description="Chances within half an hour: what was said, and how often it happened"
        >
          Calibration
        </Header>
      }
      label="Calibration"
      items={answer.calibration.filter(({ count }) => count > 0)}
      empty="Nothing was scored yet."
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
