// The history events of a task. A Lambda function called by its own ARN has events of another name and shape than a
// service integration, as in Step Functions.

import { secondsBetween } from '#domain/ids.ts';
import type { StateError } from '../errors.ts';
import type { Frame, TaskActivity } from '../execution.ts';
import { describeError, type EventDetails, type HistoryEventType } from '../history.ts';
import type { Json } from '../json.ts';
import { record, type Turn } from '../turn.ts';

type TaskPhase = 'Scheduled' | 'Started' | 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut';

/** What is told of a task at one of its phases. */
export interface TaskReport {
  readonly phase: TaskPhase;
  readonly activity: TaskActivity;
  readonly output?: Json;
  readonly failure?: StateError;
}

/** Adds the event of a phase to the history. */
export function recordTask(turn: Turn, frame: Frame, report: TaskReport): void {
  const { phase, activity } = report;
  const details = { ...limitsOf(turn, report), ...outcomeOf(report) };
  if (isFunction(activity.resource) && phase !== 'Submitted') {
    const request =
      phase === 'Scheduled' ? { resource: activity.resource, input: JSON.stringify(activity.arguments) } : {};
    record(
      turn,
      frame,
      `LambdaFunction${phase}`,
      detailsOf('lambdaFunction', phase, { ...request, ...details }),
    );
    return;
  }
  const parameters =
    phase === 'Scheduled' ? { parameters: JSON.stringify(activity.arguments), region: 'local' } : {};
  const about = { ...partsOf(activity.resource), ...parameters, ...details };
  record(turn, frame, `Task${phase}` satisfies HistoryEventType, detailsOf('task', phase, about));
}

function isFunction(resource: string): boolean {
  return /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/.test(resource);
}

/** `arn:aws:states:::lambda:invoke.waitForTaskToken` has the type `lambda` and the resource `invoke.waitForTaskToken`. */
function partsOf(arn: string): { resourceType: string; resource: string } {
  const parts = arn.split(':').slice(5);
  const resource = parts.at(-1) ?? arn;
  return { resourceType: parts.slice(0, -1).join(':'), resource };
}

function limitsOf(turn: Turn, { phase, activity }: TaskReport) {
  if (phase !== 'Scheduled') return {};
  const { timeoutAt, heartbeatSeconds } = activity;
  return {
    ...(timeoutAt === undefined ? {} : { timeoutInSeconds: secondsBetween(turn.now, timeoutAt) }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
}

function outcomeOf({ output, failure }: TaskReport) {
  return {
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(failure ? describeError(failure.error, failure.cause) : {}),
  };
}

function detailsOf(
  stem: 'task' | 'lambdaFunction',
  phase: TaskPhase,
  about: { readonly [name: string]: unknown },
): EventDetails {
  return Object.keys(about).length === 0 ? {} : { [`${stem}${phase}EventDetails`]: about };
}
