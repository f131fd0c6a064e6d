// A running state machine as plain JSON data: what has to be saved to go on after the process was killed, and nothing
// else. Only a turn changes it, and only its own copy.

import type { Instant } from '#domain/ids.ts';
import type { Json } from './json.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One execution of one machine. */
export interface Execution {
  readonly name: string;
  readonly machineName: string;
  readonly input: Json;
  readonly startedAt: Instant;
  /** When the whole execution times out; absent where the machine sets no limit. */
  readonly deadlineAt?: Instant;
  status: ExecutionStatus;
  stoppedAt?: Instant;
  output?: Json;
  error?: string;
  cause?: string;
  /** Id of the last history event; the history itself is kept beside the execution. */
  lastEventId: number;
  /** The outermost frame; those of Map and Parallel hang below it. */
  readonly root: Frame;
}

/** One strand of the flow: the state it is in, and the variables of its scope. */
export interface Frame {
  /** Unique in the execution, and never reused: the way down from the root. */
  readonly key: string;
  /** Position among the children of a Map or Parallel; 0 for the root. */
  readonly index: number;
  /** What a Map iteration works on. */
  readonly item?: MapItem;
  state: string;
  input: Json;
  readonly variables: { [name: string]: Json };
  /** How many states have been entered: tells two visits of one state apart. */
  step: number;
  enteredAt: Instant;
  /** Failed attempts of the present state so far. */
  attempt: number;
  /** How often each retrier of the present state was used. */
  retries: number[];
  lastEventId: number;
  activity: Activity;
}

export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/** What a frame is waiting for. Between two turns every frame waits. */
export type Activity =
  | { readonly kind: 'moving' }
  | { readonly kind: 'waiting'; readonly at: Instant }
  | { readonly kind: 'retrying'; readonly at: Instant }
  | TaskActivity
  | ChildrenActivity;

export interface TaskActivity {
  readonly kind: 'task';
  readonly resource: string;
  readonly arguments: Json;
  readonly credentials?: Json;
  /** Set where the task ends with a call that carries this token. */
  readonly token?: string;
  /** The invocation has returned; only the token is still awaited. */
  isInvoked: boolean;
  readonly timeoutAt?: Instant;
  readonly heartbeatSeconds?: number;
  heartbeatAt?: Instant;
  /** Heartbeats received: each one replaces the timer. */
  heartbeats: number;
}

export interface ChildrenActivity {
  readonly kind: 'children';
  readonly slots: Slot[];
  /** What a Map iterates over; absent for Parallel. */
  readonly items?: readonly Json[];
  /** Most children at once. */
  readonly maxConcurrency: number;
  /** Absent where the first failure fails the state with its own error. */
  readonly tolerance?: { readonly count: number; readonly percentage: number };
}

/** The place of one branch or iteration. */
export type Slot =
  | { readonly kind: 'pending' }
  | { readonly kind: 'running'; readonly frame: Frame }
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed' };

/** The key of the present attempt of a frame's state: of its task, and the stem of its timers and children. */
export function attemptKey(frame: Frame): string {
  return `${frame.key}/${frame.step}/${frame.attempt}`;
}

/** All frames of an execution, outermost first. */
export function framesOf(execution: Execution): Frame[] {
  const frames = [execution.root];
  for (const frame of frames) frames.push(...childrenOf(frame));
  return frames;
}

function childrenOf({ activity }: Frame): Frame[] {
  if (activity.kind !== 'children') return [];
  return activity.slots.flatMap((slot) => (slot.kind === 'running' ? [slot.frame] : []));
}

/** The frames from the root down to one; empty when that one has ended. */
export function lineageOf(execution: Execution, frame: Frame): Frame[] {
  const lineage: Frame[] = [];
  let at: Frame | undefined = execution.root;
  while (at) {
    lineage.push(at);
    if (at === frame) return lineage;
    at = childrenOf(at).find((child) => frame.key === child.key || frame.key.startsWith(`${child.key}/`));
  }
  return [];
}
