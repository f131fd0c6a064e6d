// Time that passes by itself, as fast as the wall clock or faster: what `medic local` shows to a person who watches.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import { makeAgenda } from './agenda.ts';
import { later, type Timeline } from './timeline.ts';

/** The clock on the wall and its alarm. */
export interface WallClock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls `act` once, so many milliseconds from now; 0 means when everything else that waits has had its turn. */
  after(milliseconds: number, act: () => void): { cancel(): void };
}

export interface Pace {
  readonly startAt: Instant;
  /** Seconds of the timeline per second of the wall clock. */
  readonly speed: number;
  readonly wallClock: WallClock;
  /**
   * What happens when jobs take longer than the time between them. `wait`: time stands still while a job runs, so a
   * simulated fleet never sees a late one, and nothing is lost while the machine sleeps. `run-late`: time goes on, as
   * it does in a real account.
   */
  readonly whenBusy: 'wait' | 'run-late';
}

export interface RealTimeline extends Timeline {
  /** Starts the time. Resolves after `stop`; rejects with the error of the first job that throws, and runs no other. */
  run(): Promise<void>;
  /** Ends `run` after the job that is being done. */
  stop(): void;
}

/** A timeline on which time passes with the wall clock, beginning when it is run. */
export function realTimeline(pace: Pace): RealTimeline {
  const agenda = makeAgenda();
  const clock = makeFlow(pace, agenda.nextAt);
  const alarm = makeAlarm(pace.wallClock);
  let isStopped = false;

  return {
    now: clock.now,
    schedule(at, act) {
      const planned = agenda.add({ at: later(at, clock.now()), act });
      alarm.wake();
      return planned;
    },
    async run() {
      clock.start();
      while (!isStopped) {
        await alarm.sleep(clock.millisecondsUntil(agenda.nextAt()));
        const job = isStopped ? undefined : agenda.takeDue(clock.now());
        if (job) await clock.during(job.at, job.act);
      }
    },
    stop() {
      isStopped = true;
      alarm.wake();
    },
  };
}

/** How the present moves. Before `start` it stands at the beginning. */
function makeFlow({ startAt, speed, wallClock, whenBusy }: Pace, nextAt: () => Instant | undefined) {
  const waits = whenBusy === 'wait';
  let anchor: { readonly at: Instant; readonly wall: number } | undefined;
  let running: Instant | undefined;

  function flowing(): Instant {
    return anchor ? secondsAfter(anchor.at, ((wallClock.now() - anchor.wall) * speed) / 1000) : startAt;
  }

  function now(): Instant {
    if (!waits) return flowing();
    const limit = running ?? nextAt();
    const present = flowing();
    return limit !== undefined && limit < present ? limit : present;
  }

  return {
    now,
    start() {
      anchor = { at: startAt, wall: wallClock.now() };
    },
    millisecondsUntil(at: Instant | undefined): number | undefined {
      return at === undefined ? undefined : Math.max(0, Math.ceil((at - flowing()) / speed));
    },
    async during(at: Instant, act: () => Promise<void>): Promise<void> {
      running = at;
      await act();
      running = undefined;
      if (waits) anchor = { at, wall: wallClock.now() };
    },
  };
}

/** A sleep that ends by itself after a time, or when it is woken. */
function makeAlarm(wallClock: WallClock) {
  let wakeUp: (() => void) | undefined;
  return {
    wake() {
      wakeUp?.();
    },
    async sleep(milliseconds: number | undefined): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      wakeUp = resolve;
      const timer = milliseconds === undefined ? undefined : wallClock.after(milliseconds, resolve);
      await promise;
      timer?.cancel();
    },
  };
}
