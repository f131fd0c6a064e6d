// Time as the local runtime knows it: a present moment, and jobs that run one after the other when theirs has come. A
// virtual timeline jumps from job to job; the real one, in real-timeline.ts, waits for them.

import type { Instant } from '#domain/ids.ts';
import { makeAgenda } from './agenda.ts';

export interface Timeline {
  now(): Instant;
  /** Runs `act` at the moment, or as soon as possible when that has passed; never from within this call. */
  schedule(at: Instant, act: () => Promise<void>): { cancel(): void };
}

export interface VirtualTimeline extends Timeline {
  /** The moment of the next job; undefined when nothing is planned. */
  nextAt(): Instant | undefined;
  /**
   * Runs every job up to and including the moment, those that they plan too, and leaves the time there. Rejects with
   * the error of a job that throws; the later jobs stay planned.
   */
  runUntil(at: Instant): Promise<void>;
}

/** A timeline on which hours pass as fast as their jobs can be done. */
export function virtualTimeline(startAt: Instant): VirtualTimeline {
  const agenda = makeAgenda();
  let now = startAt;
  let isRunning = false;

  async function runJobs(until: Instant): Promise<void> {
    for (let job = agenda.takeDue(until); job; job = agenda.takeDue(until)) {
      now = job.at;
      await job.act();
    }
    now = later(until, now);
  }

  return {
    now: () => now,
    schedule: (at, act) => agenda.add({ at: later(at, now), act }),
    nextAt: agenda.nextAt,
    async runUntil(at) {
      if (isRunning)
        throw new Error('The timeline runs already; a job plans other jobs, it does not run them');
      isRunning = true;
      await runJobs(at).finally(() => {
        isRunning = false;
      });
    },
  };
}

/** The later of two moments. */
export function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
