// The frame around every page: navigation, mode and stop switch, what commands led to, and the page of the address.

import Alert from '@cloudscape-design/components/alert';
import AppLayout from '@cloudscape-design/components/app-layout';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { PulseAnswer } from '#contracts/api/healer-views.ts';
import { useNow } from './clock.ts';
import { formatSeconds } from './format.ts';
import { useView } from './live.ts';
import { AuditPage } from './pages/audit.tsx';
import { CapacityPage } from './pages/capacity.tsx';
import { HomePage } from './pages/home.tsx';
import { IncidentPage } from './pages/incident.tsx';
import { ModelsPage } from './pages/models.tsx';
import { PatternsPage } from './pages/patterns.tsx';
import { PredictionsPage } from './pages/predictions.tsx';
import { RecoveriesPage } from './pages/recoveries.tsx';
import { ServicePage } from './pages/service.tsx';
import { ModeBanner } from './parts/mode-banner.tsx';
import { NoticeBoard } from './parts/notices.tsx';
import { Waiting } from './parts/problem.tsx';

const MODE_KEY = 'fleetmedic-color-mode';

export function App() {
  const pulse = useView('health', {});
  const address = useAddress();
  if (pulse.problem?.code === 'not-authenticated') return <Locked remedy={pulse.problem.remedy} />;
  return (
    <NoticeBoard
      render={(bar) => (
        <>
          <Navigation address={address} />
          <AppLayout
            headerSelector="#navigation"
            navigationHide
            toolsHide
            maxContentWidth={Number.MAX_VALUE}
            notifications={bar}
            stickyNotifications
            content={
              <SpaceBetween size="s">
                {pulse.problem && pulse.answer && (
                  <Offline message={pulse.problem.message} answeredAt={pulse.answeredAt} />
                )}
                {pulse.answer ? (
                  <>
                    <ModeBanner pulse={pulse.answer} />
                    <Page address={address} pulse={pulse.answer} isReachable={!pulse.problem} />
                  </>
                ) : (
                  <Waiting view={pulse} what="the state of the healer" />
                )}
              </SpaceBetween>
            }
          />
        </>
      )}
    />
  );
}

interface PageProps {
  readonly address: string;
  readonly pulse: PulseAnswer;
  readonly isReachable: boolean;
}

/** The page of an address, with its title. A new address is a new page: nothing of the old one is kept. */
function Page({ address, pulse, isReachable }: PageProps): ReactNode {
  const [section = '', id = ''] = address.split('/').slice(1).map(decodeURIComponent);
  useEffect(() => {
    document.title = [id || section, 'Fleetmedic'].filter(Boolean).join(' - ');
  }, [section, id]);
  switch (section) {
    case '':
      return <HomePage pulse={pulse} isReachable={isReachable} />;
    case 'incidents':
      return <IncidentPage key={id} incidentId={id} />;
    case 'services':
      return <ServicePage key={id} serviceId={id} />;
    case 'predictions':
      return <PredictionsPage />;
    case 'recoveries':
      return <RecoveriesPage />;
    case 'patterns':
      return <PatternsPage />;
    case 'capacity':
      return <CapacityPage />;
    case 'models':
      return <ModelsPage />;
    case 'audit':
      return <AuditPage />;
    default:
      return (
        <Alert type="info" header="There is no such page">
          <a href="#/">Back to the overview</a>
        </Alert>
      );
  }
}

function Navigation({ address }: { readonly address: string }) {
  const [isDark, setIsDark] = useState(startsDark);
  useEffect(() => {
    applyMode(isDark ? Mode.Dark : Mode.Light);
    localStorage.setItem(MODE_KEY, isDark ? 'dark' : 'light');
  }, [isDark]);
  const link = (text: string, href: string) => ({
    type: 'button' as const,
    text: address === href.slice(1) ? `● ${text}` : text,
    href,
    ariaLabel: text,
  });
  return (
    <div id="navigation">
      <TopNavigation
        identity={{ href: '#/', title: 'Fleetmedic' }}
        utilities={[
          link('Overview', '#/'),
          link('Predictions', '#/predictions'),
          link('Recoveries', '#/recoveries'),
          link('Patterns', '#/patterns'),
          link('Capacity', '#/capacity'),
          link('Models', '#/models'),
          link('Audit log', '#/audit'),
          { type: 'button', text: isDark ? 'Light mode' : 'Dark mode', onClick: () => setIsDark(!isDark) },
        ]}
      />
    </div>
  );
}

/** As it was left, otherwise as the system is set. */
function startsDark(): boolean {
  const kept = localStorage.getItem(MODE_KEY);
  return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark';
}

function Offline({
  message,
  answeredAt,
}: {
  readonly message: string;
  readonly answeredAt: number | undefined;
}) {
  useNow();
  const age = answeredAt === undefined ? '' : `, ${formatSeconds((Date.now() - answeredAt) / 1000)} ago`;
  return (
    <Alert type="error" header={message}>
      What you see is how things were when it last answered{age}. It is asked again every few seconds.
    </Alert>
  );
}

function Locked({ remedy }: { readonly remedy: string | undefined }) {
  return (
    <main className="locked">
      <Alert type="info" header="This console is locked">
        {remedy ?? 'Open it by the link that was printed at start'}.
      </Alert>
    </main>
  );
}

/** The part of the address after the `#`. */
function useAddress(): string {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('hashchange', listener);
      return () => removeEventListener('hashchange', listener);
    },
    () => location.hash.slice(1) || '/',
  );
}
