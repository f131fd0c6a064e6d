// Task: asks the world to call a resource, and waits for its result or, with a token, for the answer that carries it.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import { bindingsOf, evaluateField } from '../context.ts';
import type { TaskState } from '../definition.ts';
import { STATES_ERRORS, StateError } from '../errors.ts';
import { attemptKey, type Frame, type TaskActivity } from '../execution.ts';
import type { Bindings } from '../expression.ts';
import type { Json } from '../json.ts';
import { completeState, refuseTooLarge } from '../transition.ts';
import type { Turn } from '../turn.ts';
import { recordTask } from './task-history.ts';
import { evaluateSeconds } from './wait.ts';

/** Resources with this ending are answered by a later call, not by the result of the invocation. */
const TOKEN_PATTERN = '.waitForTaskToken';

/** Asks for the invocation; also for each retry, with fresh arguments and a fresh token. */
export async function runTask(turn: Turn, frame: Frame, state: TaskState): Promise<void> {
  const isAnsweredLater = state.Resource.endsWith(TOKEN_PATTERN);
  const key = `${turn.execution.name}/${attemptKey(frame)}`;
  const token = isAnsweredLater ? turn.makeToken(key) : undefined;
  const bindings = bindingsOf(turn, frame, { token });
  const request = await evaluateRequest(turn, frame, { state, bindings });
  refuseTooLarge(frame, 'arguments', request.arguments);
  const limits = await evaluateLimits(turn, state, bindings);
  frame.activity = {
    kind: 'task',
    resource: state.Resource,
    ...request,
    ...(token === undefined ? {} : { token }),
    ...limits,
    isInvoked: false,
    heartbeats: 0,
  };
  recordTask(turn, frame, { phase: 'Scheduled', activity: frame.activity });
  recordTask(turn, frame, { phase: 'Started', activity: frame.activity });
}

async function evaluateRequest(
  turn: Turn,
  frame: Frame,
  { state, bindings }: { readonly state: TaskState; readonly bindings: Bindings },
): Promise<{ arguments: Json; credentials?: Json }> {
  const { Arguments, Credentials } = state;
  const given =
    Arguments === undefined
      ? frame.input
      : await evaluateField(turn, { name: 'Arguments', value: Arguments }, bindings);
  if (Credentials === undefined) return { arguments: given };
  const credentials = await evaluateField(turn, { name: 'Credentials', value: Credentials }, bindings);
  return { arguments: given, credentials };
}

async function evaluateLimits(
  turn: Turn,
  state: TaskState,
  bindings: Bindings,
): Promise<{ timeoutAt?: Instant; heartbeatSeconds?: number; heartbeatAt?: Instant }> {
  const timeout = { name: 'TimeoutSeconds', value: state.TimeoutSeconds, minimum: 1 };
  const heartbeat = { name: 'HeartbeatSeconds', value: state.HeartbeatSeconds, minimum: 1 };
  const timeoutSeconds = await evaluateSeconds(turn, timeout, bindings);
  const heartbeatSeconds = await evaluateSeconds(turn, heartbeat, bindings);
  return {
    ...(timeoutSeconds === undefined ? {} : { timeoutAt: secondsAfter(turn.now, timeoutSeconds) }),
    ...(heartbeatSeconds === undefined
      ? {}
      : { heartbeatSeconds, heartbeatAt: secondsAfter(turn.now, heartbeatSeconds) }),
  };
}

/** A task in its place. */
export interface TaskInFrame {
  readonly frame: Frame;
  readonly activity: TaskActivity;
  readonly state: TaskState;
}

/** The invocation returned, but the task ends only with its token. */
export function submitTask(turn: Turn, { frame, activity }: TaskInFrame, output: Json): void {
  activity.isInvoked = true;
  recordTask(turn, frame, { phase: 'Submitted', activity, output });
}

/** The result is there. @throws StateError when it is too large, or when what follows from it fails. */
export async function completeTask(
  turn: Turn,
  { frame, activity, state }: TaskInFrame,
  result: Json,
): Promise<void> {
  refuseTooLarge(frame, 'a result', result);
  recordTask(turn, frame, { phase: 'Succeeded', activity, output: result });
  await completeState(turn, frame, { exit: state, output: result, facts: { result } });
}

/** The resource, or the holder of the token, reported a failure. @throws StateError always. */
export function failTask(turn: Turn, { frame, activity }: TaskInFrame, failure: StateError): never {
  recordTask(turn, frame, { phase: 'Failed', activity, failure });
  throw failure;
}

/** Time ran out. @throws StateError always. */
export function timeOutTask(
  turn: Turn,
  { frame, activity }: TaskInFrame,
  purpose: 'timeout' | 'heartbeat',
): never {
  const error = purpose === 'timeout' ? STATES_ERRORS.timeout : STATES_ERRORS.heartbeatTimeout;
  const failure = new StateError(error);
  recordTask(turn, frame, { phase: 'TimedOut', activity, failure });
  throw failure;
}

/** The holder of the token is alive: the time until the next sign of life starts anew. */
export function beatTask(turn: Turn, { activity }: TaskInFrame): void {
  if (activity.heartbeatSeconds === undefined) return;
  activity.heartbeats += 1;
  activity.heartbeatAt = secondsAfter(turn.now, activity.heartbeatSeconds);
}
