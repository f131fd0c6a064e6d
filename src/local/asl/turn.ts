// One turn: what happens between a stimulus and the moment when the whole execution waits again. It works on a copy of
// the execution, collects the history, and keeps the list of frames that still have to move.

import type { Instant } from '#domain/ids.ts';
import type { Execution, Frame } from './execution.ts';
import type { RandomStream } from './functions.ts';
import type { EventDetails, HistoryEvent, HistoryEventType } from './history.ts';
import type { Json } from './json.ts';
import type { Machine } from './machine.ts';

/** What a turn depends on beside the execution. */
export interface Surroundings {
  readonly machine: Machine;
  readonly now: Instant;
  /** The same numbers for the same key, always: a repeated turn draws what the first one drew. */
  readonly random: (key: string) => RandomStream;
  /** Makes the token of a task from the key of its attempt; should not be guessable. */
  readonly makeToken: (key: string) => string;
}

/** How a frame ended. */
export type FrameOutcome =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error?: string | undefined; readonly cause?: string | undefined };

/** A frame that has to enter its state, or whose end its parent has to learn of. */
export type Move =
  | { readonly kind: 'enter'; readonly frame: Frame }
  | { readonly kind: 'end'; readonly frame: Frame; readonly outcome: FrameOutcome };

export interface Turn extends Surroundings {
  readonly execution: Execution;
  readonly events: HistoryEvent[];
  readonly moves: Move[];
}

/** Adds an event to the history, chained to the frame's last one. */
export function record(turn: Turn, frame: Frame, type: HistoryEventType, details: EventDetails = {}): void {
  const id = turn.execution.lastEventId + 1;
  turn.events.push({ id, previousEventId: frame.lastEventId, timestamp: turn.now, type, ...details });
  turn.execution.lastEventId = id;
  frame.lastEventId = id;
}
