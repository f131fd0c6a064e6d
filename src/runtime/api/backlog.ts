// The last live events, numbered, and the listeners that wait for the next one.

import type { LiveEvent } from '#contracts/api/healer-views.ts';

/** Kept for listeners that come back: some minutes of a busy fleet. */
const EVENTS_KEPT = 500;

export interface NumberedEvent {
  readonly number: number;
  readonly event: LiveEvent;
}

export interface Backlog {
  add(event: LiveEvent): void;
  /** The kept events from a number on, in order. */
  from(number: number): readonly NumberedEvent[];
  /** The number of the newest event; 0 before the first. */
  newest(): number;
  /** Resolves at the next event or `wake`, at the latest after so many seconds. */
  wait(seconds: number): Promise<void>;
  /** Ends all waits. */
  wake(): void;
}

/** An empty backlog; numbers begin at 1. */
export function makeBacklog(): Backlog {
  const kept: NumberedEvent[] = [];
  const wakers = new Set<() => void>();
  let newest = 0;
  const wake = () => {
    for (const end of [...wakers]) end();
  };
  return {
    add: (event) => {
      newest += 1;
      kept.push({ number: newest, event });
      if (kept.length > EVENTS_KEPT) kept.shift();
      wake();
    },
    from: (first) => kept.filter(({ number }) => number >= first),
    newest: () => newest,
    wait: (seconds) => waitAmong(wakers, seconds),
    wake,
  };
}

function waitAmong(wakers: Set<() => void>, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      wakers.delete(end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    wakers.add(end);
  });
}
