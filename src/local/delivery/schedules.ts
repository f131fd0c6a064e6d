// The named schedules of the local runtime: each fires on its grid of so many seconds. Ticks that were missed, because
// the process was down or busy, are made up for by one; a tick that was done is not done again after a restart.

import type { TickStore } from '#adapters/sqlite/tick-store.ts';
import { floorToPeriod, type Instant, secondsAfter } from '#domain/ids.ts';
import type { Timeline } from '../timeline.ts';
import type { DeliveryFailure } from './channel.ts';

export interface Schedule {
  /** Stable: the last tick is remembered under it. */
  readonly name: string;
  /** The grid begins at the Unix epoch, so every process fires at the same moments. */
  readonly everySeconds: number;
  run(tickAt: Instant): Promise<unknown>;
}

export interface ScheduleDeps {
  readonly timeline: Timeline;
  readonly ticks: TickStore;
  /** Told of a tick that failed; the next one comes in its time. */
  readonly report: (failure: DeliveryFailure) => void;
}

/** Fires the schedule from now on until it is stopped. A kill within a tick repeats that tick: at least once. */
export function startSchedule(deps: ScheduleDeps, schedule: Schedule): { stop(): void } {
  const { timeline, ticks } = deps;
  let isStopped = false;
  let planned = planNext();

  function planNext() {
    const tickAt = nextTick(ticks.last(schedule.name), schedule.everySeconds, timeline.now());
    return timeline.schedule(tickAt, fire);
  }

  async function fire(): Promise<void> {
    const tickAt = floorToPeriod(timeline.now(), schedule.everySeconds);
    await runTick(deps, schedule, tickAt);
    ticks.record(schedule.name, tickAt);
    if (!isStopped) planned = planNext();
  }

  return {
    stop() {
      isStopped = true;
      planned.cancel();
    },
  };
}

async function runTick({ report }: ScheduleDeps, { name, run }: Schedule, tickAt: Instant): Promise<void> {
  try {
    await run(tickAt);
  } catch (error) {
    report({ source: name, reason: String(error), isFinal: true });
  }
}

/** The tick that is due next: the newest one if it has not been done, otherwise the one after it. */
function nextTick(last: Instant | undefined, everySeconds: number, now: Instant): Instant {
  // The newest tick stands for all that have come up since the last one was done.
  const newest = floorToPeriod(now, everySeconds);
  const isDue = last === undefined ? newest === now : last < newest;
  return isDue ? newest : secondsAfter(newest, everySeconds);
}
