// The history of an execution, in the shape of Step Functions' GetExecutionHistory. Payloads are JSON texts, as there.

import type { Instant } from '#domain/ids.ts';

type Phase<Stem extends string, Phases extends string> = `${Stem}${Phases}`;

/** What a history event tells. */
export type HistoryEventType =
  | Phase<'Execution', 'Started' | 'Succeeded' | 'Failed' | 'Aborted' | 'TimedOut'>
  | Phase<'Task', 'Scheduled' | 'Started' | 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut'>
  | Phase<'LambdaFunction', 'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'>
  | Phase<
      'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Parallel' | 'Map',
      'StateEntered' | 'StateExited'
    >
  | 'FailStateEntered'
  | Phase<'ParallelState' | 'MapState', 'Started' | 'Succeeded' | 'Failed'>
  | Phase<'MapIteration', 'Started' | 'Succeeded' | 'Failed' | 'Aborted'>
  | 'EvaluationFailed';

/** The particulars of an event under the name that Step Functions gives them, such as `taskFailedEventDetails`. */
export interface EventDetails {
  readonly [details: `${string}EventDetails`]: { readonly [name: string]: unknown };
}

/** One event. Events of one strand of the flow are chained by `previousEventId`; the first has 0. */
export type HistoryEvent = EventDetails & {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Instant;
  readonly type: HistoryEventType;
};

/** Step Functions ends an execution whose history has this many events. */
export const MAX_EVENTS = 25_000;

/** An error and its cause as events carry them, absent members left out. */
export function describeError(error: string | undefined, cause: string | undefined) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
