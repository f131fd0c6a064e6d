// What can happen to a waiting execution from outside. What comes late, twice or for nobody is refused.

import { ok, type Result, refuse } from '#domain/result.ts';
import { type PendingTimer, pendingTasks, pendingTimers } from './effects.ts';
import { STATES_ERRORS, StateError } from './errors.ts';
import { attemptKey, type Frame } from './execution.ts';
import { describeError } from './history.ts';
import type { Json } from './json.ts';
import { stateOf } from './machine.ts';
import { runState } from './moves.ts';
import { guard } from './recover.ts';
import {
  beatTask,
  completeTask,
  failTask,
  submitTask,
  type TaskInFrame,
  timeOutTask,
} from './states/task.ts';
import { endWait } from './states/wait.ts';
import { record, type Turn } from './turn.ts';

/** A failure as a task reports it. */
export interface TaskFailure {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Something that happened: to a task that was invoked, to one that waits for its token, to a timer, or to all of it. */
export type Stimulus =
  | { readonly kind: 'task-succeeded'; readonly taskKey: string; readonly output: Json }
  | ({ readonly kind: 'task-failed'; readonly taskKey: string } & TaskFailure)
  | { readonly kind: 'token-succeeded'; readonly token: string; readonly output: Json }
  | ({ readonly kind: 'token-failed'; readonly token: string } & TaskFailure)
  | { readonly kind: 'token-heartbeat'; readonly token: string }
  | { readonly kind: 'timer-fired'; readonly timerKey: string }
  | ({ readonly kind: 'stop' } & TaskFailure);

/** Nothing in the execution is waiting for the stimulus, or no more. */
export interface StimulusRefused {
  readonly reason: 'not-running' | 'unknown-task' | 'unknown-token' | 'unknown-timer';
}

/** Lets a stimulus take effect on the turn's execution. */
export async function applyStimulus(turn: Turn, stimulus: Stimulus): Promise<Result<void, StimulusRefused>> {
  if (turn.execution.status !== 'RUNNING') return refuse({ reason: 'not-running' });
  switch (stimulus.kind) {
    case 'task-succeeded':
    case 'task-failed':
      return answerInvocation(turn, stimulus);
    case 'token-succeeded':
    case 'token-failed':
    case 'token-heartbeat':
      return answerToken(turn, stimulus);
    case 'timer-fired':
      return fireTimer(turn, stimulus.timerKey);
    case 'stop':
      return ok(abort(turn, stimulus));
  }
}

type OfInvocation = Extract<Stimulus, { taskKey: string }>;
type OfToken = Extract<Stimulus, { token: string }>;

async function answerInvocation(turn: Turn, stimulus: OfInvocation): Promise<Result<void, StimulusRefused>> {
  const task = findTask(
    turn,
    ({ frame, activity }) => attemptKey(frame) === stimulus.taskKey && !activity.isInvoked,
  );
  if (!task) return refuse({ reason: 'unknown-task' });
  if (stimulus.kind === 'task-succeeded' && task.activity.token !== undefined) {
    return ok(submitTask(turn, task, stimulus.output));
  }
  return ok(await guard(turn, task.frame, () => conclude(turn, task, stimulus)));
}

async function answerToken(turn: Turn, stimulus: OfToken): Promise<Result<void, StimulusRefused>> {
  const task = findTask(turn, ({ activity }) => activity.token === stimulus.token);
  if (!task) return refuse({ reason: 'unknown-token' });
  if (stimulus.kind === 'token-heartbeat') return ok(beatTask(turn, task));
  return ok(await guard(turn, task.frame, () => conclude(turn, task, stimulus)));
}

async function conclude(
  turn: Turn,
  task: TaskInFrame,
  answer: { readonly output: Json } | TaskFailure,
): Promise<void> {
  if ('output' in answer) return completeTask(turn, task, answer.output);
  failTask(turn, task, new StateError(answer.error ?? STATES_ERRORS.taskFailed, answer.cause));
}

function findTask(
  turn: Turn,
  isMeant: (task: Omit<TaskInFrame, 'state'>) => boolean,
): TaskInFrame | undefined {
  const task = pendingTasks(turn.execution).find(isMeant);
  const state = task && stateOf(turn.machine, task.frame.state);
  return task && state?.Type === 'Task' ? { ...task, state } : undefined;
}

async function fireTimer(turn: Turn, timerKey: string): Promise<Result<void, StimulusRefused>> {
  const timer = pendingTimers(turn.execution).find((each) => each.timerKey === timerKey);
  if (!timer) return refuse({ reason: 'unknown-timer' });
  const { frame } = timer;
  if (!frame) return ok(timeOutExecution(turn));
  return ok(await act(turn, { ...timer, frame }));
}

async function act(turn: Turn, { frame, purpose }: PendingTimer & { readonly frame: Frame }): Promise<void> {
  if (purpose === 'retry') return runState(turn, frame);
  const state = stateOf(turn.machine, frame.state);
  const { activity } = frame;
  if (state.Type === 'Wait') return guard(turn, frame, () => endWait(turn, frame, state));
  if (state.Type !== 'Task' || activity.kind !== 'task') return;
  const limit = purpose === 'heartbeat' ? 'heartbeat' : 'timeout';
  await guard(turn, frame, async () => timeOutTask(turn, { frame, activity, state }, limit));
}

function timeOutExecution(turn: Turn): void {
  const { execution } = turn;
  Object.assign(execution, { status: 'TIMED_OUT', stoppedAt: turn.now, error: STATES_ERRORS.timeout });
  record(turn, execution.root, 'ExecutionTimedOut');
}

function abort(turn: Turn, { error, cause }: TaskFailure): void {
  const details = describeError(error, cause);
  Object.assign(turn.execution, { status: 'ABORTED', stoppedAt: turn.now, ...details });
  record(turn, turn.execution.root, 'ExecutionAborted', { executionAbortedEventDetails: details });
}
