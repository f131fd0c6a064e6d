// The errors that came with an incident, from the logs of its services: evidence for people, which decides nothing.

import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { ApiAnswer } from '#contracts/api.ts';
import { spellOut } from '../format.ts';

type Diagnosis = NonNullable<ApiAnswer<'readIncident'>['diagnosis']>;

export function ErrorsPart({ diagnosis: { errors } }: { readonly diagnosis: Diagnosis }) {
  if (!errors) return null;
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      wrapLines
      header={<Box variant="h3">Errors that came with it</Box>}
      ariaLabels={{ tableLabel: 'Errors that came with it' }}
      items={[...errors]}
      empty={<Box color="text-body-secondary">No kind of error became more frequent.</Box>}
      columnDefinitions={[
        { id: 'service', header: 'Service', cell: ({ serviceId }) => serviceId, isRowHeader: true },
        {
          id: 'kind',
          header: 'Kind',
          cell: ({ category, severity }) => (category ? `${spellOut(category)}, ${severity}` : severity),
        },
        { id: 'message', header: 'Line', cell: ({ message }) => <code>{message}</code> },
        { id: 'count', header: 'Since the onset', cell: ({ count }) => count },
        { id: 'usual', header: 'In as long before', cell: ({ usualCount }) => usualCount },
      ]}
    />
  );
}
