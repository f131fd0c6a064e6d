// Whether the healer itself can be trusted just now.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import { formatSeconds } from '../format.ts';
import { PulseState } from './indicators.tsx';
import { Ago } from './time.tsx';

export interface HealerPulseProps {
  readonly pulse: PulseAnswer;
  /** False while it does not answer: what was known of it says nothing of now. */
  readonly isReachable: boolean;
}

export function HealerPulse({ pulse, isReachable }: HealerPulseProps) {
  const { lastTickAt, model, activeRecoveries, maxRecoveries, dataAgeSeconds, deadLetters } = pulse;
  const active = activeRecoveries.map(({ serviceId }) => serviceId).join(', ');
  const shownState = isReachable ? (
    <PulseState state={pulse.state} />
  ) : (
    <StatusIndicator type="error">No answer</StatusIndicator>
  );
  return (
    <Container
      header={
        <Header variant="h2" actions={shownState}>
          The healer itself
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box color="text-body-secondary">
          {isReachable ? pulse.summary : 'It does not answer; the rest is from before'}.
        </Box>
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
              value: tellModel(model),
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

/** Its name, and what its last call took. */
function tellModel({ isUsable, name = 'In use', inferenceMs }: PulseAnswer['model']): string {
  if (!isUsable) return 'Not used, thresholds judge';
  return inferenceMs === undefined ? name : `${name}, answers in ${inferenceMs.toFixed(1)} ms`;
}
