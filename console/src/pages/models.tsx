// Which versions of which model decide, how the trials of others stand, and whether a model still fits what it sees.

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ModelsAnswer } from '#contracts/api/model-views.ts';
import { useView } from '../live.ts';
import { ListTable } from '../parts/list-table.tsx';
import { Waiting } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

type Model = ModelsAnswer['models'][number];
type Role = Model['versions'][number]['role'];

/** As much of a hash as people need to tell versions apart. */
const SHORT_HASH = 12;

export function ModelsPage() {
  const view = useView('listModels', {});
  if (!view.answer) return <Waiting view={view} what="the models" />;
  const { models } = view.answer;
  return (
    <ListTable
      header={
        <Header
          variant="h1"
          counter={`(${models.length})`}
          description="A version in its trial is heard of the same, and decides nothing; medic models on the command line promotes it, or takes the one that decides back"
        >
          Models
        </Header>
      }
      label="Models"
      items={models}
      empty="No model is registered: thresholds judge alone."
      columnDefinitions={[
        { id: 'name', header: 'Model', isRowHeader: true, cell: ({ name }) => name },
        { id: 'champion', header: 'Decides', cell: (model) => <Version model={model} place="champion" /> },
        { id: 'drift', header: 'Fits what it sees', minWidth: 260, cell: (model) => <Fit model={model} /> },
        {
          id: 'challenger',
          header: 'In trial',
          cell: (model) => <Version model={model} place="challenger" />,
        },
        { id: 'trial', header: 'How the trial stands', cell: tellTrial },
      ]}
    />
  );
}

function Version({ model, place }: { readonly model: Model; readonly place: Role }) {
  const version = model.versions.find(({ role }) => role === place);
  if (!version) return <Box color="text-body-secondary">None</Box>;
  return (
    <>
      <code>{version.hash.slice(0, SHORT_HASH)}</code> since <Time at={version.since} />
    </>
  );
}

type Grade = NonNullable<Model['drift']>['grade'];

const GRADE_SHAPES: Readonly<Record<Grade, StatusIndicatorProps.Type>> = {
  none: 'success',
  watch: 'warning',
  drifted: 'error',
};
const GRADE_LABELS: Readonly<Record<Grade, string>> = {
  none: 'Yes',
  watch: 'Begins to drift',
  drifted: 'Has drifted',
};

function Fit({ model: { drift } }: { readonly model: Model }) {
  if (!drift) return <Box color="text-body-secondary">Nothing tells</Box>;
  return (
    <>
      <StatusIndicator type={GRADE_SHAPES[drift.grade]}>{GRADE_LABELS[drift.grade]}</StatusIndicator>
      <Box color="text-body-secondary">{drift.summary}</Box>
    </>
  );
}

function tellTrial({ isTried, trial, versions }: Model): string {
  if (isTried === false) return 'Not tried by itself: no outcome here tells how right it is';
  if (trial) return trial.summary;
  return versions.some(({ role }) => role === 'challenger') ? 'Not looked at yet' : 'None runs';
}
