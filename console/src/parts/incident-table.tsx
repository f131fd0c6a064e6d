// Incidents as rows: how bad, what, what is being done about it, for how long.

import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { IncidentSummary } from '#contracts/api/service-views.ts';
import { IncidentState, Severity } from './indicators.tsx';
import { Ago } from './time.tsx';

export interface IncidentTableProps {
  readonly incidents: readonly IncidentSummary[];
  readonly header: ReactNode;
  readonly empty: ReactNode;
  readonly label: string;
}

export function IncidentTable({ incidents, header, empty, label }: IncidentTableProps) {
  return (
    <Table
      variant="container"
      contentDensity="compact"
      wrapLines
      items={incidents}
      trackBy="incidentId"
      header={header}
      ariaLabels={{ tableLabel: label }}
      empty={<Box color="text-body-secondary">{empty}</Box>}
      columnDefinitions={[
        {
          id: 'severity',
          header: 'Severity',
          cell: ({ severity }) => <Severity severity={severity} />,
          width: 90,
        },
        {
          id: 'title',
          header: 'Incident',
          isRowHeader: true,
          cell: ({ incidentId, title }) => <Link href={`#/incidents/${incidentId}`}>{title}</Link>,
        },
        {
          id: 'state',
          header: 'What happens',
          cell: ({ state }) => <IncidentState state={state} />,
          width: 190,
        },
        { id: 'services', header: 'Services', cell: ({ serviceIds }) => serviceIds.join(', ') },
        { id: 'began', header: 'Began', cell: ({ onsetAt }) => <Ago at={onsetAt} />, width: 150 },
      ]}
    />
  );
}
