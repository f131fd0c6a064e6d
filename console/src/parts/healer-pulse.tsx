// Whether the healer itself can be trusted just now.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import { formatSeconds } from '../format.ts';
import { PulseState } from './indicators.tsx';
import { Ago } from './time.tsx';

export function HealerPulse({ pulse }: { readonly pulse: PulseAnswer }) {
  const { lastTickAt, model, activeRecoveries, maxRecoveries, dataAgeSeconds, deadLetters } = pulse;
  const active = activeRecoveries.map(({ serviceId }) => serviceId).join(', ');
  return (
    <Container
      header={
        <Header variant="h2" actions={<PulseState state={pulse.state} />}>
          The healer itself
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box color="text-body-secondary">{pulse.summary}.</Box>
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Last tick', value: lastTickAt === undefined ? 'Never' : <Ago at={lastTickAt} /> },
            {
              label: 'Oldest data',
              value: dataAgeSeconds === undefined ? 'None yet' : formatSeconds(dataAgeSeconds),
            },
            {
              label: 'Model',
              value: model.isUsable ? (model.name ?? 'In use') : 'Not used, thresholds judge',
            },
            {
              label: 'Recoveries',
              value: `${activeRecoveries.length} of at most ${maxRecoveries}${active && `: ${active}`}`,
            },
            ...(deadLetters === undefined ? [] : [{ label: 'Unprocessed messages', value: deadLetters }]),
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
