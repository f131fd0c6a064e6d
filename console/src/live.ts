// Keeps what is shown current: a view is read again when the event stream says that something changed, now and then in
// any case, and often when there is no stream.

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { EndpointName } from '#contracts/api/endpoints.ts';
import type { LiveEvent } from '#contracts/api/healer-views.ts';
import type { ApiAnswer, ApiInput } from '#contracts/api.ts';
import { ApiProblem, callApi, EVENT_STREAM } from './api.ts';
import { observeNow } from './clock.ts';

/** Bursts of events become one reading: a fast simulated fleet sends many a second. */
const GATHER_MS = 1500;
/** Safety net while the stream is up, and the pace without it. */
const CALM_POLL_MS = 10_000;
const FAST_POLL_MS = 3000;

const EVENTS = [
  'anomaly-detected',
  'warning-changed',
  'change-recorded',
  'incident-changed',
  'plan-suggested',
  'approval-requested',
  'retraining-asked',
  'capacity-reported',
  'approval-changed',
  'stop-changed',
] as const satisfies readonly LiveEvent['type'][];

const listeners = new Set<() => void>();
let isConnected = false;
const connectionListeners = new Set<() => void>();
let isGathering = false;

/** Has all views read again, soon and once. */
export function refreshAll(): void {
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => {
    isGathering = false;
    for (const listener of listeners) listener();
  }, GATHER_MS);
}

/** Opens the event stream; the browser reconnects it by itself. Call once. */
export function connect(): void {
  const source = new EventSource(EVENT_STREAM);
  const report = (isUp: boolean) => () => {
    if (isUp && !isConnected) refreshAll();
    isConnected = isUp;
    for (const listener of connectionListeners) listener();
  };
  source.onopen = report(true);
  source.onerror = report(false);
  source.addEventListener('pulse', ({ data }) => observeNow(JSON.parse(data).now));
  for (const event of EVENTS) source.addEventListener(event, refreshAll);
}

/** Whether the event stream is up. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    () => isConnected,
  );
}

export interface View<Name extends EndpointName> {
  /** The last answer that came; kept when a later reading fails. */
  readonly answer: ApiAnswer<Name> | undefined;
  /** When the last answer came, in real time; milliseconds since the epoch. */
  readonly answeredAt: number | undefined;
  /** Why the last reading failed. */
  readonly problem: ApiProblem | undefined;
  readonly refresh: () => void;
}

/** Reads an endpoint and keeps the answer current while it is shown. */
export function useView<Name extends EndpointName>(name: Name, input: ApiInput<Name>): View<Name> {
  const [answer, setAnswer] = useState<ApiAnswer<Name>>();
  const [answeredAt, setAnsweredAt] = useState<number>();
  const [problem, setProblem] = useState<ApiProblem>();
  const isLive = useIsLive();
  const key = JSON.stringify(input);
  const refresh = useCallback(() => {
    callApi(name, JSON.parse(key) as ApiInput<Name>)
      .then((fresh) => {
        if ('now' in fresh) observeNow(fresh.now);
        setAnswer(fresh);
        setAnsweredAt(Date.now());
        setProblem(undefined);
      })
      .catch((error: unknown) =>
        setProblem(error instanceof ApiProblem ? error : new ApiProblem('internal', String(error))),
      );
  }, [name, key]);
  useEffect(() => {
    refresh();
    listeners.add(refresh);
    const timer = setInterval(refresh, isLive ? CALM_POLL_MS : FAST_POLL_MS);
    return () => {
      listeners.delete(refresh);
      clearInterval(timer);
    };
  }, [refresh, isLive]);
  return { answer, answeredAt, problem, refresh };
}
