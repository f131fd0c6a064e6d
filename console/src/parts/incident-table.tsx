// Incidents as rows: how bad, what, what is being done about it, for how long.

import type { ReactNode } from 'react';
import type { IncidentSummary } from '#contracts/api/service-views.ts';
import { IncidentState, Severity } from './indicators.tsx';
import { IncidentLink } from './links.tsx';
import { ListTable } from './list-table.tsx';
import { Ago } from './time.tsx';

export interface IncidentTableProps {
  readonly incidents: readonly IncidentSummary[];
  readonly header: ReactNode;
  readonly empty: string;
  readonly label: string;
}

export function IncidentTable({ incidents, header, empty, label }: IncidentTableProps) {
  return (
    <ListTable
      items={incidents}
      trackBy="incidentId"
      header={header}
      label={label}
      empty={empty}
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
          cell: ({ incidentId, title }) => <IncidentLink incidentId={incidentId}>{title}</IncidentLink>,
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
