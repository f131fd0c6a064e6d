// What the expressions of a state see: `$states`, the variables in scope, and the functions.

import { attemptKey, type Frame, lineageOf } from './execution.ts';
import { type Bindings, evaluateTemplate } from './expression.ts';
import { makeFunctions } from './functions.ts';
import type { Json, JsonObject } from './json.ts';
import type { Turn } from './turn.ts';

/** The account and region in the ARNs of local machines and executions. */
const ACCOUNT = 'local:000000000000';

/** What there is to see beyond the state's input. */
export interface Facts {
  readonly result?: Json;
  readonly errorOutput?: JsonObject;
  readonly token?: string | undefined;
  /** The item that an `ItemSelector` is evaluated for. */
  readonly item?: Frame['item'];
}

/** The names that expressions of the frame's present state may use. */
export function bindingsOf(turn: Turn, frame: Frame, facts: Facts = {}): Bindings {
  const lineage = lineageOf(turn.execution, frame);
  const { result, errorOutput } = facts;
  const random = lazily(() => turn.random(`${turn.execution.name}/${attemptKey(frame)}/expressions`));
  return {
    ...makeFunctions(turn.now, random),
    ...Object.assign({}, ...lineage.map(({ variables }) => variables)),
    states: {
      input: frame.input,
      context: contextOf(turn, lineage, facts),
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
    },
  };
}

/** Opens the stream at the first number: few expressions draw any. */
function lazily(open: () => () => number): () => number {
  let stream: (() => number) | undefined;
  return () => {
    stream ??= open();
    return stream();
  };
}

/** The context object of Step Functions. The innermost Map is the one that is seen. */
function contextOf({ execution, machine }: Turn, lineage: readonly Frame[], facts: Facts): JsonObject {
  const frame = lineage.at(-1) ?? execution.root;
  const item = facts.item ?? lineage.findLast((each) => each.item)?.item;
  return {
    Execution: {
      Id: `arn:aws:states:${ACCOUNT}:execution:${machine.name}:${execution.name}`,
      Name: execution.name,
      Input: execution.input,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
      RoleArn: 'arn:aws:iam::000000000000:role/local',
    },
    StateMachine: { Id: `arn:aws:states:${ACCOUNT}:stateMachine:${machine.name}`, Name: machine.name },
    State: {
      Name: frame.state,
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      RetryCount: frame.attempt,
    },
    ...(facts.token === undefined ? {} : { Task: { Token: facts.token } }),
    ...(item ? { Map: { Item: { Index: item.index, Value: item.value } } } : {}),
  };
}

/** The value of a field of the frame's state. @throws StateError States.QueryEvaluationError. */
export function evaluateField(
  turn: Turn,
  field: { readonly name: string; readonly value: Json },
  bindings: Bindings,
): Promise<Json> {
  const { expressions } = turn.machine;
  return evaluateTemplate({ value: field.value, field: field.name, expressions }, bindings);
}
