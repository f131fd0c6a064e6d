// What happens when a state fails: retry, else catch, else the frame ends in failure.

import { secondsAfter } from '#domain/ids.ts';
import type { State } from './definition.ts';
import { matchesError, STATES_ERRORS, StateError } from './errors.ts';
import { attemptKey, type Frame } from './execution.ts';
import type { Catcher, Retrier } from './fields.ts';
import { describeError } from './history.ts';
import { stateOf } from './machine.ts';
import { chooseRetrier, retryDelaySeconds } from './retry.ts';
import { completeState, endFrame } from './transition.ts';
import { record, type Turn } from './turn.ts';

/** Does a part of a state's work; a StateError in it is retried, caught or fails the frame. */
export async function guard(turn: Turn, frame: Frame, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    await recover(turn, frame, error);
  }
}

async function recover(turn: Turn, frame: Frame, failure: StateError): Promise<void> {
  recordEvaluation(turn, frame, failure);
  const state = stateOf(turn.machine, frame.state);
  if (scheduleRetry(turn, frame, { failure, retriers: retriersOf(state) })) return;
  const catcher = catchersOf(state).find((rule) => matchesError(rule.ErrorEquals, failure.error));
  if (catcher) return leaveByCatcher(turn, frame, { failure, catcher });
  fail(turn, frame, failure);
}

/** Only expressions leave an event of their own: other failures were recorded where they came from. */
function recordEvaluation(turn: Turn, frame: Frame, { error, cause, field }: StateError): void {
  if (field === undefined) return;
  const location = field.split('/')[0];
  record(turn, frame, 'EvaluationFailed', {
    evaluationFailedEventDetails: { ...describeError(error, cause), location, state: frame.state },
  });
}

function scheduleRetry(
  turn: Turn,
  frame: Frame,
  { failure, retriers }: { readonly failure: StateError; readonly retriers: readonly Retrier[] },
): boolean {
  const chosen = chooseRetrier(retriers, frame.retries, failure.error);
  if (!chosen) return false;
  const { retrier, position, used } = chosen;
  const random = turn.random(`${turn.execution.name}/${attemptKey(frame)}/jitter`);
  frame.retries = retriers.map((_, index) => (frame.retries[index] ?? 0) + (index === position ? 1 : 0));
  frame.attempt += 1;
  frame.activity = { kind: 'retrying', at: secondsAfter(turn.now, retryDelaySeconds(retrier, used, random)) };
  return true;
}

/** A catcher whose own expressions fail cannot be caught again. */
async function leaveByCatcher(
  turn: Turn,
  frame: Frame,
  { failure, catcher }: { readonly failure: StateError; readonly catcher: Catcher },
): Promise<void> {
  const errorOutput = {
    Error: failure.error,
    ...(failure.cause === undefined ? {} : { Cause: failure.cause }),
  };
  try {
    await completeState(turn, frame, { exit: catcher, output: errorOutput, facts: { errorOutput } });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    recordEvaluation(turn, frame, error);
    fail(turn, frame, error);
  }
}

function fail(turn: Turn, frame: Frame, { error, cause }: StateError): void {
  const where = `An error occurred while executing the state '${frame.state}'.`;
  const isOfExpression = error === STATES_ERRORS.queryEvaluation;
  endFrame(turn, frame, { ok: false, error, cause: isOfExpression ? `${where} ${cause ?? ''}` : cause });
}

function retriersOf(state: State): readonly Retrier[] {
  return ('Retry' in state ? state.Retry : undefined) ?? [];
}

function catchersOf(state: State): readonly Catcher[] {
  return ('Catch' in state ? state.Catch : undefined) ?? [];
}
