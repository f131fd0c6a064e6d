// A loaded state machine: checked, its expressions parsed. It never changes and is shared by all its executions.

import type { State } from './definition.ts';
import type { Expressions } from './expression.ts';

/** A state machine that is ready to be executed. */
export interface Machine {
  readonly name: string;
  readonly startAt: string;
  /** Longest duration of an execution, in seconds; unlimited when absent. */
  readonly timeoutSeconds: number | undefined;
  /** All states, those inside Map and Parallel too: names are unique in the whole machine. */
  readonly states: ReadonlyMap<string, State>;
  readonly expressions: Expressions;
}

/** The state of a name that the loader has proved to exist. */
export function stateOf(machine: Machine, name: string): State {
  const state = machine.states.get(name);
  if (!state)
    throw new RangeError(`machine ${machine.name} has no state "${name}": was its definition replaced?`);
  return state;
}
