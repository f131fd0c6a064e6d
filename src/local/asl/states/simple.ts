// Pass, Succeed and Fail: states that neither wait nor call anything.

import { bindingsOf, evaluateField } from '../context.ts';
import type { FailState, PassState, SucceedState } from '../definition.ts';
import type { Frame } from '../execution.ts';
import { type Bindings, queryError } from '../expression.ts';
import { completeState, endFrame } from '../transition.ts';
import type { Turn } from '../turn.ts';

/** Pass and Succeed hand on their input, or what their Output makes of it. */
export async function runPass(turn: Turn, frame: Frame, state: PassState | SucceedState): Promise<void> {
  await completeState(turn, frame, { exit: state, output: frame.input });
}

/** Ends the frame with the error that the definition names. */
export async function runFail(turn: Turn, frame: Frame, state: FailState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const error = await evaluateText(turn, { name: 'Error', value: state.Error }, bindings);
  const cause = await evaluateText(turn, { name: 'Cause', value: state.Cause }, bindings);
  endFrame(turn, frame, { ok: false, error, cause });
}

async function evaluateText(
  turn: Turn,
  { name, value }: { readonly name: string; readonly value: string | undefined },
  bindings: Bindings,
): Promise<string | undefined> {
  if (value === undefined) return undefined;
  const text = await evaluateField(turn, { name, value }, bindings);
  if (typeof text !== 'string') throw queryError(`The field '${name}' must be a string.`, name);
  return text;
}
