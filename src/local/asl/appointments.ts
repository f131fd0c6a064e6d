// Work that an executor has under way on its timeline: invocations and timers, each known by its execution and key.

import type { Instant } from '#domain/ids.ts';
import type { Timeline } from './ports.ts';

/** Something to be done at a moment. The key is unique within its execution. */
export interface Appointment {
  readonly executionName: string;
  readonly key: string;
  readonly at: Instant;
}

export interface Appointments {
  make(appointment: Appointment, act: () => Promise<void>): void;
  /** A no-op when the work has begun or was never planned. */
  cancel(appointment: Pick<Appointment, 'executionName' | 'key'>): void;
}

/** Keeps appointments on a timeline; they last as long as the process. */
export function makeAppointments(timeline: Timeline): Appointments {
  const handles = new Map<string, { cancel(): void }>();
  const idOf = ({ executionName, key }: Pick<Appointment, 'executionName' | 'key'>) =>
    `${executionName}:${key}`;
  return {
    make(appointment, act) {
      const id = idOf(appointment);
      const handle = timeline.schedule(appointment.at, async () => {
        handles.delete(id);
        await act();
      });
      handles.set(id, handle);
    },
    cancel(appointment) {
      const id = idOf(appointment);
      handles.get(id)?.cancel();
      handles.delete(id);
    },
  };
}
