// Choice: the first rule whose condition is true decides what comes next.

import { bindingsOf, evaluateField } from '../context.ts';
import type { ChoiceState } from '../definition.ts';
import { STATES_ERRORS, StateError } from '../errors.ts';
import type { Frame } from '../execution.ts';
import { queryError } from '../expression.ts';
import { completeState, type Exit } from '../transition.ts';
import type { Turn } from '../turn.ts';

/** Follows a rule, else the default, whose Output and Assign are those of the state itself. */
export async function runChoice(turn: Turn, frame: Frame, state: ChoiceState): Promise<void> {
  const exit = (await findRule(turn, frame, state)) ?? defaultOf(state);
  if (!exit) {
    const cause = `No rule of the state '${frame.state}' matched, and it has no Default.`;
    throw new StateError(STATES_ERRORS.noChoiceMatched, cause);
  }
  await completeState(turn, frame, { exit, output: frame.input });
}

async function findRule(turn: Turn, frame: Frame, state: ChoiceState): Promise<Exit | undefined> {
  const bindings = bindingsOf(turn, frame);
  for (const [index, rule] of state.Choices.entries()) {
    const name = `Choices/${index}/Condition`;
    const holds = await evaluateField(turn, { name, value: rule.Condition }, bindings);
    if (typeof holds !== 'boolean') throw queryError(`The field '${name}' must be a boolean.`, name);
    if (holds) return rule;
  }
  return undefined;
}

function defaultOf({ Default, Output, Assign }: ChoiceState): Exit | undefined {
  return Default === undefined ? undefined : { Next: Default, Output, Assign };
}
