// The line on top of every page: how far the healer may go, and the switch that stops it.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import { callApi } from '../api.ts';
import { fleetRate, useNow } from '../clock.ts';
import { formatLocal, formatUtc, isElsewhere, spellOut } from '../format.ts';
import { useIsLive } from '../live.ts';
import { Confirm } from './confirm.tsx';
import { useNotices } from './notices.tsx';
import { Time } from './time.tsx';

const MODE_MEANS: Readonly<Record<PulseAnswer['mode'], string>> = {
  observe: 'it watches and never acts',
  suggest: 'it says what it would do',
  approve: 'it acts when a person has approved',
  auto: 'it acts by itself where a service allows it',
};

export function ModeBanner({ pulse }: { readonly pulse: PulseAnswer }) {
  return (
    <section className="banner" aria-label="Mode and stop switch">
      <div className="banner-facts">
        <span>
          <Box variant="awsui-key-label" display="inline">
            Mode
          </Box>{' '}
          <strong>{spellOut(pulse.mode)}</strong>: {MODE_MEANS[pulse.mode]}
        </span>
        <span>
          {pulse.freezes.length === 0 ? (
            'No freeze'
          ) : (
            <StatusIndicator type="warning">Freeze: {pulse.freezes.join(', ')}</StatusIndicator>
          )}
        </span>
        <Connection />
        <FleetClock />
        <span className="banner-action">
          <StopButton isStopped={pulse.stop.isEngaged} />
        </span>
      </div>
      {pulse.stop.isEngaged && (
        <Alert type="error" header="All healing is stopped">
          {pulse.stop.by} stopped it at <Time at={pulse.stop.at} />: {pulse.stop.reason}. Nothing is changed
          until somebody resumes it.
        </Alert>
      )}
    </section>
  );
}

function Connection() {
  return useIsLive() ? (
    <StatusIndicator type="success">Live</StatusIndicator>
  ) : (
    <StatusIndicator type="warning">Not live: asking every few seconds</StatusIndicator>
  );
}

/** Above this the fleet is a simulated one that runs fast, and the reader should know. */
const NOTABLE_RATE = 1.5;

function FleetClock() {
  const now = useNow();
  const rate = fleetRate();
  return (
    <span>
      <span className="digits">{formatUtc(now)}</span>
      {isElsewhere(now) && <span className="note"> {formatLocal(now)} here</span>}
      {rate > NOTABLE_RATE && (
        <span className="note"> simulated, about {Number(rate.toPrecision(1))} times as fast</span>
      )}
    </span>
  );
}

function StopButton({ isStopped }: { readonly isStopped: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  const { attempt } = useNotices();
  const close = () => setIsAsking(false);
  if (isStopped) {
    return (
      <>
        <Button onClick={() => setIsAsking(true)}>Resume healing</Button>
        {isAsking && (
          <Confirm
            title="Resume healing?"
            verb="Resume"
            reasonLabel="Why may it act again?"
            onClose={close}
            onConfirm={(reason) =>
              attempt('Healing may act again', () => callApi('resumeHealing', { reason }))
            }
          >
            <p>New recoveries may begin and act, within mode and approvals.</p>
          </Confirm>
        )}
      </>
    );
  }
  return (
    <>
      <Button iconName="status-stopped" onClick={() => setIsAsking(true)}>
        Stop all healing
      </Button>
      {isAsking && (
        <Confirm
          title="Stop all healing?"
          verb="Stop all healing"
          word="stop"
          reasonLabel="Why?"
          onClose={close}
          onConfirm={(reason) =>
            attempt('All healing is stopped', () => callApi('stopHealing', { confirm: 'stop', reason }))
          }
        >
          <p>
            Nothing is changed any more. Recoveries that are under way end at once and are handed to people;
            what they have changed stays as it is. Watching and detecting go on.
          </p>
        </Confirm>
      )}
    </>
  );
}
