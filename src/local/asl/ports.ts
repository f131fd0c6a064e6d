// What the executor needs of the world: a place to keep executions, time, and something that carries out tasks.

import type { Execution, ExecutionStatus } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { Json } from './json.ts';

export interface ExecutionStore {
  load(name: string): Promise<Execution | undefined>;
  /** Replaces the execution and adds the events in one atomic step. */
  save(execution: Execution, newEvents: readonly HistoryEvent[]): Promise<void>;
  /** All executions, or those of one status, in the order in which they were first saved. */
  list(status?: ExecutionStatus): Promise<readonly Execution[]>;
  /** The events of an execution, oldest first; none for an unknown name. */
  loadHistory(name: string): Promise<readonly HistoryEvent[]>;
}

export type { Timeline } from '../timeline.ts';

/** The task that an invocation belongs to. The key is the same when a task is invoked again after a crash. */
export interface TaskContext {
  readonly executionName: string;
  readonly machineName: string;
  readonly state: string;
  readonly taskKey: string;
  /** 0 for the first attempt. */
  readonly attempt: number;
  readonly credentials?: Json;
}

export interface TaskRunner {
  /**
   * Calls a resource with the arguments of a task and resolves to its result (undefined counts as null).
   * A failure is thrown: its `name` is what retriers and catchers match, its `message` the cause.
   */
  invoke(resource: string, taskArguments: Json, context: TaskContext): Promise<unknown>;
}
