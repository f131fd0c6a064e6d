// Wait: nothing happens until a moment has come.

import { Instant, secondsAfter } from '#domain/ids.ts';
import { bindingsOf, evaluateField } from '../context.ts';
import { TIMESTAMP, type WaitState } from '../definition.ts';
import type { Frame } from '../execution.ts';
import { type Bindings, queryError } from '../expression.ts';
import { MAX_SECONDS } from '../fields.ts';
import type { Json } from '../json.ts';
import { completeState } from '../transition.ts';
import type { Turn } from '../turn.ts';

/** Starts the wait; a moment that has passed ends it at once. */
export async function runWait(turn: Turn, frame: Frame, state: WaitState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const seconds = await evaluateSeconds(
    turn,
    { name: 'Seconds', value: state.Seconds, minimum: 0 },
    bindings,
  );
  const at =
    seconds === undefined ? await evaluateMoment(turn, state, bindings) : secondsAfter(turn.now, seconds);
  frame.activity = { kind: 'waiting', at };
}

/** The wait is over. */
export async function endWait(turn: Turn, frame: Frame, state: WaitState): Promise<void> {
  await completeState(turn, frame, { exit: state, output: frame.input });
}

/** A field that may be absent, and the least it may say. */
export interface SecondsField {
  readonly name: string;
  readonly value: Json | undefined;
  readonly minimum: number;
}

/** Whole seconds, as written or as an expression gives them. @throws StateError States.QueryEvaluationError. */
export async function evaluateSeconds(
  turn: Turn,
  { name, value, minimum }: SecondsField,
  bindings: Bindings,
): Promise<number | undefined> {
  if (value === undefined) return undefined;
  const seconds = await evaluateField(turn, { name, value }, bindings);
  if (
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= minimum &&
    seconds <= MAX_SECONDS
  ) {
    return seconds;
  }
  throw queryError(`The field '${name}' must be an integer from ${minimum} to ${MAX_SECONDS}.`, name);
}

async function evaluateMoment(turn: Turn, { Timestamp }: WaitState, bindings: Bindings): Promise<Instant> {
  const name = 'Timestamp';
  const moment = await evaluateField(turn, { name, value: Timestamp ?? null }, bindings);
  const milliseconds = typeof moment === 'string' && TIMESTAMP.test(moment) ? Date.parse(moment) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw queryError(`The field '${name}' must be a time like 2026-11-22T07:00:00Z.`, name);
  }
  return Instant.parse(milliseconds);
}
