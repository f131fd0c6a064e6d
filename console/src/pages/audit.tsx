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
  const end = useView('readAudit', { limit: 1 });
  if (!end.answer) return <Waiting view={end} what="the audit log" />;
  return <AuditTable newest={end.answer.newest} />;
}

function AuditTable({ newest }: { readonly newest: number }) {
  const [pagesBack, setPagesBack] = useState(0);
  const last = Math.max(0, newest - pagesBack * PAGE);
  const from = Math.max(1, last - PAGE + 1);
  const view = useView('readAudit', { from, limit: Math.max(1, last - from + 1) });
  if (!view.answer) return <Waiting view={view} what="the audit log" />;
  return (
    <Table
      variant="full-page"
      contentDensity="compact"
      wrapLines
      header={
        <Header
          variant="h1"
          counter={`(${newest})`}
          description="Append-only and chained by hash, newest first"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={pagesBack === 0} onClick={() => setPagesBack(pagesBack - 1)}>
                Newer
              </Button>
              <Button disabled={from === 1} onClick={() => setPagesBack(pagesBack + 1)}>
                Older
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
      items={view.answer.entries.toReversed()}
      empty={<Box color="text-body-secondary">Nothing has been done yet.</Box>}
      columnDefinitions={[
        { id: 'sequence', header: 'Number', cell: ({ sequence }) => sequence, width: 90 },
        { id: 'at', header: 'When', cell: ({ record }) => <Time at={record.at} />, width: 200 },
        { id: 'actor', header: 'Who', cell: ({ record }) => record.actor, width: 130 },
        { id: 'event', header: 'What', cell: ({ record }) => spellOut(record.event), isRowHeader: true },
        { id: 'subject', header: 'About', cell: ({ record }) => <code>{record.subject}</code> },
        {
          id: 'detail',
          header: 'Details',
          cell: ({ record }) => <Details detail={record.detail} />,
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

function Details({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  return (
    <details>
      <summary>{Object.keys(detail).join(', ') || 'None'}</summary>
      <pre>{JSON.stringify(detail, null, 2)}</pre>
    </details>
  );
}
