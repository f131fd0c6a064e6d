// What branches of Parallel and iterations of Map have in common: frames of their own below the state's frame.

import { STATES_ERRORS, StateError } from '../errors.ts';
import { attemptKey, type Frame, type MapItem, type Slot } from '../execution.ts';
import type { Json } from '../json.ts';
import type { FrameOutcome, Turn } from '../turn.ts';

export interface ChildStart {
  readonly index: number;
  /** Where the child's scope starts. */
  readonly state: string;
  readonly input: Json;
  readonly item?: MapItem;
}

/** A new frame below another one, with no variables of its own yet. It enters its first state later in the turn. */
export function startChild(turn: Turn, parent: Frame, { index, state, input, item }: ChildStart): Frame {
  const frame: Frame = {
    key: `${attemptKey(parent)}/${index}`,
    index,
    ...(item ? { item } : {}),
    state,
    input,
    variables: {},
    step: 0,
    enteredAt: turn.now,
    attempt: 0,
    retries: [],
    lastEventId: parent.lastEventId,
    activity: { kind: 'moving' },
  };
  turn.moves.push({ kind: 'enter', frame });
  return frame;
}

/** The failure of a child as one of its parent. A Fail state without an error has no name that could be matched. */
export function failureOf({ error, cause }: Extract<FrameOutcome, { ok: false }>): StateError {
  return new StateError(error ?? STATES_ERRORS.branchFailed, cause);
}

/** The outputs of the children that succeeded, in the order of the branches or items. */
export function outputsOf(slots: readonly Slot[]): Json[] {
  return slots.flatMap((slot) => (slot.kind === 'succeeded' ? [slot.output] : []));
}
