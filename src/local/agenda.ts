// What is to be done when: the order in which every timeline runs its jobs. Earlier moments come first, and jobs of one
// moment in the order in which they were asked for, so that a simulation with the same seed takes the same course.

import type { Instant } from '#domain/ids.ts';

export interface Job {
  readonly at: Instant;
  readonly act: () => Promise<void>;
}

export interface Agenda {
  add(job: Job): { cancel(): void };
  /** The moment of the next job. */
  nextAt(): Instant | undefined;
  /** Takes out the next job if its moment is not after `until`. */
  takeDue(until: Instant): Job | undefined;
}

/** An empty agenda. A sorted list: a few hundred jobs wait at a time, and inserting moves pointers only. */
export function makeAgenda(): Agenda {
  const jobs: Job[] = [];
  return {
    add(job) {
      jobs.splice(positionAfter(jobs, job.at), 0, job);
      return {
        cancel() {
          const index = jobs.indexOf(job);
          if (index >= 0) jobs.splice(index, 1);
        },
      };
    },
    nextAt() {
      return jobs[0]?.at;
    },
    takeDue(until) {
      const [first] = jobs;
      return first && first.at <= until ? jobs.shift() : undefined;
    },
  };
}

/** Where a job of this moment belongs: behind all that are as early. */
function positionAfter(jobs: readonly Job[], at: Instant): number {
  let low = 0;
  let high = jobs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const job = jobs[middle];
    if (job && job.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
