// The audit log: who did what, when, sealed entry by entry. The whole of it can be downloaded and verified offline.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { AUDIT_EXPORT } from '../api.ts';
import { spellOut } from '../format.ts';
import { useView } from '../live.ts';
import { Waiting } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

const PAGE = 50;

export function AuditPage() {
  const [from, setFrom] = useState(1);
  const view = useView('readAudit', { from, limit: PAGE });
  if (!view.answer) return <Waiting view={view} what="the audit log" />;
  const { entries, next } = view.answer;
  return (
    <Table
      variant="full-page"
      contentDensity="compact"
      wrapLines
      header={
        <Header
          variant="h1"
          description="Append-only and chained by hash, oldest first"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={from === 1} onClick={() => setFrom(Math.max(1, from - PAGE))}>
                Earlier
              </Button>
              <Button disabled={next === undefined} onClick={() => setFrom(next ?? from)}>
                Later
              </Button>
              <Button href={AUDIT_EXPORT} iconName="download" download="fleetmedic-audit.ndjson">
                Download all
              </Button>
            </SpaceBetween>
          }
        >
          Audit log
        </Header>
      }
      ariaLabels={{ tableLabel: 'Audit log' }}
      items={entries}
      empty={<Box color="text-body-secondary">Nothing has been done yet.</Box>}
      columnDefinitions={[
        { id: 'sequence', header: 'Number', cell: ({ sequence }) => sequence, width: 90 },
        { id: 'at', header: 'When', cell: ({ record }) => <Time at={record.at} />, width: 190 },
        { id: 'actor', header: 'Who', cell: ({ record }) => record.actor, width: 130 },
        { id: 'event', header: 'What', cell: ({ record }) => spellOut(record.event), isRowHeader: true },
        { id: 'subject', header: 'About', cell: ({ record }) => <code>{record.subject}</code> },
        {
          id: 'detail',
          header: 'Details',
          cell: ({ record }) => <code>{JSON.stringify(record.detail)}</code>,
        },
        {
          id: 'hash',
          header: 'Hash',
          cell: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code>,
          width: 130,
        },
      ]}
    />
  );
}
