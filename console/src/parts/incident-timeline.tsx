// What happened, in order, in UTC and local time, each line with the facts behind it.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatLocal, isElsewhere, spellOut } from '../format.ts';
import { Time } from './time.tsx';

type Entry = ApiAnswer<'readIncident'>['timeline'][number];

export function TimelinePart({ timeline }: { readonly timeline: readonly Entry[] }) {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${timeline.length})`}>
          Timeline
        </Header>
      }
    >
      <ol className="timeline">
        {timeline.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={index}>
            <span className="timeline-time">
              <Time at={entry.at} />
              {isElsewhere(entry.at) && (
                <Box variant="small" display="block">
                  {formatLocal(entry.at)}
                </Box>
              )}
            </span>
            <span>
              <strong>{spellOut(entry.event)}</strong>
              <div>{entry.summary}</div>
              {entry.detail && (
                <details>
                  <summary>Details</summary>
                  <pre>{JSON.stringify(entry.detail, null, 2)}</pre>
                </details>
              )}
            </span>
          </li>
        ))}
      </ol>
      {timeline.length === 0 && <Box color="text-body-secondary">Nothing has been recorded yet.</Box>}
    </Container>
  );
}
