// How a frame leaves a state: its variables and output are computed, both from the old variables, and it goes on to the
// next state or ends.

import { bindingsOf, evaluateField, type Facts } from './context.ts';
import { STATES_ERRORS, StateError } from './errors.ts';
import type { Frame } from './execution.ts';
import type { Bindings } from './expression.ts';
import { isTooLarge, type Json, type JsonObject } from './json.ts';
import { stateOf } from './machine.ts';
import { type FrameOutcome, record, type Turn } from './turn.ts';

/** The part of a state, choice rule or catcher that says what comes next. */
export interface Exit {
  readonly Next?: string | undefined;
  readonly Output?: Json | undefined;
  readonly Assign?: { readonly [name: string]: Json } | undefined;
}

export interface Completion {
  readonly exit: Exit;
  /** The output where the exit shapes none. */
  readonly output: Json;
  readonly facts?: Facts;
}

/** Leaves the state by an exit. @throws StateError when its expressions fail or give too much. */
export async function completeState(turn: Turn, frame: Frame, completion: Completion): Promise<void> {
  const { exit, facts } = completion;
  const bindings = bindingsOf(turn, frame, facts);
  const assigned = await evaluateAssign(turn, exit, bindings);
  const output =
    exit.Output === undefined
      ? completion.output
      : await evaluateField(turn, { name: 'Output', value: exit.Output }, bindings);
  refuseTooLarge(frame, 'output', output);
  Object.assign(frame.variables, assigned);
  recordExit(turn, frame, { output, assigned });
  if (exit.Next === undefined) endFrame(turn, frame, { ok: true, output });
  else enterNext(turn, frame, { state: exit.Next, input: output });
}

/** All values see the variables as they were when the state was entered. */
async function evaluateAssign(turn: Turn, { Assign }: Exit, bindings: Bindings): Promise<JsonObject> {
  const assigned: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(Assign ?? {})) {
    assigned[name] = await evaluateField(turn, { name: `Assign/${name}`, value }, bindings);
  }
  if (isTooLarge(assigned))
    throw new StateError(STATES_ERRORS.dataLimitExceeded, 'The assigned variables are too large.');
  return assigned;
}

/** @throws StateError States.DataLimitExceeded when a value is over the quota of a payload. */
export function refuseTooLarge(frame: Frame, what: string, value: Json): void {
  if (!isTooLarge(value)) return;
  const cause = `The state/task '${frame.state}' returned or was given ${what} with a size exceeding 256 KiB.`;
  throw new StateError(STATES_ERRORS.dataLimitExceeded, cause);
}

function recordExit(
  turn: Turn,
  frame: Frame,
  { output, assigned }: { readonly output: Json; readonly assigned: JsonObject },
): void {
  const { Type } = stateOf(turn.machine, frame.state);
  if (Type === 'Fail') return;
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  record(turn, frame, `${Type}StateExited`, {
    stateExitedEventDetails: {
      name: frame.state,
      output: JSON.stringify(output),
      ...(texts.length > 0 ? { assignedVariables: Object.fromEntries(texts) } : {}),
    },
  });
}

function enterNext(turn: Turn, frame: Frame, next: Pick<Frame, 'state' | 'input'>): void {
  Object.assign(frame, next, { activity: { kind: 'moving' } });
  turn.moves.push({ kind: 'enter', frame });
}

/** Ends the strand of the flow; its parent, or the execution, learns of it next. */
export function endFrame(turn: Turn, frame: Frame, outcome: FrameOutcome): void {
  frame.activity = { kind: 'moving' };
  turn.moves.push({ kind: 'end', frame, outcome });
}
