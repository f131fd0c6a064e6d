// What an execution wants of the world, derived from its data alone: a restarted process asks again and gets the same.

import type { Instant } from '#domain/ids.ts';
import {
  attemptKey,
  type Execution,
  type ExecutionStatus,
  type Frame,
  framesOf,
  type TaskActivity,
} from './execution.ts';
import type { Json } from './json.ts';

/** Call a resource and report the result under the key. May be asked for again after a crash (at least once). */
export interface InvokeTask {
  readonly kind: 'invoke-task';
  readonly taskKey: string;
  readonly state: string;
  /** 0 for the first attempt. */
  readonly attempt: number;
  readonly resource: string;
  readonly arguments: Json;
  readonly credentials?: Json;
  readonly token?: string;
  readonly timeoutAt?: Instant;
  readonly heartbeatAt?: Instant;
}

/** Report the key once the moment has come. */
export interface SetTimer {
  readonly kind: 'set-timer';
  readonly timerKey: string;
  readonly at: Instant;
}

/** Something an execution wants done. Cancelling is a courtesy: a late report is refused and changes nothing. */
export type Effect =
  | InvokeTask
  | SetTimer
  | { readonly kind: 'cancel-task'; readonly taskKey: string }
  | { readonly kind: 'cancel-timer'; readonly timerKey: string }
  | {
      readonly kind: 'ended';
      readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
      readonly output?: Json;
      readonly error?: string;
      readonly cause?: string;
    };

/** What a timer is for. */
export type TimerPurpose = 'wait' | 'retry' | 'timeout' | 'heartbeat';

/** A timer of a frame, or of the whole execution where there is no frame. */
export interface PendingTimer extends SetTimer {
  readonly purpose: TimerPurpose;
  readonly frame: Frame | undefined;
}

/** The timers an execution is waiting for. */
export function pendingTimers(execution: Execution): PendingTimer[] {
  if (execution.status !== 'RUNNING') return [];
  const timers = framesOf(execution).flatMap(timersOf);
  const { deadlineAt } = execution;
  if (deadlineAt === undefined) return timers;
  return [
    {
      kind: 'set-timer',
      timerKey: 'execution/timeout',
      at: deadlineAt,
      purpose: 'timeout',
      frame: undefined,
    },
    ...timers,
  ];
}

function timersOf(frame: Frame): PendingTimer[] {
  const { activity } = frame;
  const timer = (purpose: TimerPurpose, at: Instant | undefined, name: string = purpose): PendingTimer[] =>
    at === undefined
      ? []
      : [{ kind: 'set-timer', timerKey: `${attemptKey(frame)}/${name}`, at, purpose, frame }];
  if (activity.kind === 'waiting') return timer('wait', activity.at);
  if (activity.kind === 'retrying') return timer('retry', activity.at);
  if (activity.kind !== 'task') return [];
  const heartbeat = timer('heartbeat', activity.heartbeatAt, `heartbeat-${activity.heartbeats}`);
  return [...timer('timeout', activity.timeoutAt), ...heartbeat];
}

/** A frame that is in a task. */
export interface PendingTask {
  readonly frame: Frame;
  readonly activity: TaskActivity;
}

/** The tasks that have not ended: still to be invoked, or waiting for the answer to their token. */
export function pendingTasks(execution: Execution): PendingTask[] {
  if (execution.status !== 'RUNNING') return [];
  return framesOf(execution).flatMap((frame) =>
    frame.activity.kind === 'task' ? [{ frame, activity: frame.activity }] : [],
  );
}

/** All that has to be under way for a stored execution to go on. */
export function pendingEffects(execution: Execution): (InvokeTask | SetTimer)[] {
  const invocations = pendingTasks(execution).flatMap((task) =>
    task.activity.isInvoked ? [] : [invocationOf(task)],
  );
  const timers = pendingTimers(execution).map(({ kind, timerKey, at }) => ({ kind, timerKey, at }));
  return [...timers, ...invocations];
}

function invocationOf({ frame, activity }: PendingTask): InvokeTask {
  const { resource, credentials, token, timeoutAt, heartbeatAt } = activity;
  return {
    kind: 'invoke-task',
    taskKey: attemptKey(frame),
    state: frame.state,
    attempt: frame.attempt,
    resource,
    arguments: activity.arguments,
    ...(credentials === undefined ? {} : { credentials }),
    ...(token === undefined ? {} : { token }),
    ...(timeoutAt === undefined ? {} : { timeoutAt }),
    ...(heartbeatAt === undefined ? {} : { heartbeatAt }),
  };
}

/** What has to be done to get from one state of an execution to the next. `settled` is the key that was reported. */
export function effectsBetween(
  before: Execution | undefined,
  after: Execution,
  settled: string | undefined,
): Effect[] {
  const wanted = new Map(pendingEffects(after).map((effect) => [keyOf(effect), effect]));
  const present = new Map((before ? pendingEffects(before) : []).map((effect) => [keyOf(effect), effect]));
  const effects: Effect[] = [];
  for (const [key, effect] of present) {
    if (!wanted.has(key) && key !== settled) effects.push(cancel(effect));
  }
  for (const [key, effect] of wanted) {
    if (!present.has(key)) effects.push(effect);
  }
  if (after.status !== 'RUNNING') effects.push(endOf(after, after.status));
  return effects;
}

function keyOf(effect: InvokeTask | SetTimer): string {
  return effect.kind === 'set-timer' ? effect.timerKey : effect.taskKey;
}

function cancel(effect: InvokeTask | SetTimer): Effect {
  if (effect.kind === 'set-timer') return { kind: 'cancel-timer', timerKey: effect.timerKey };
  return { kind: 'cancel-task', taskKey: effect.taskKey };
}

function endOf({ output, error, cause }: Execution, status: Exclude<ExecutionStatus, 'RUNNING'>): Effect {
  return {
    kind: 'ended',
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
