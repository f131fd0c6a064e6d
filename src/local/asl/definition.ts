// The Amazon States Language in JSONata mode, as schemas: what a definition may say, field by field. All objects are
// strict, so a field of the other query language, a misspelt one or one of a newer language is refused, not ignored.

import * as z from 'zod/mini';
import {
  common,
  expression,
  integerOrExpression,
  leadsOn,
  MAX_SECONDS,
  objectOrExpression,
  recovery,
  shaping,
  transition,
} from './fields.ts';

/** The longest name of a state, in characters. */
const MAX_STATE_NAME = 80;

/** A named set of states with its own start: the machine, a branch of Parallel, the processor of Map. */
const scope = {
  StartAt: z.string(),
  States: z
    .record(z.string().check(z.minLength(1), z.maxLength(MAX_STATE_NAME)), z.unknown())
    .check(z.refine((states) => Object.keys(states).length > 0, 'must have at least one state')),
  Comment: z.optional(z.string()),
};

/** The whole definition, its states not yet looked at. */
export const MachineDefinition = z.strictObject({
  ...scope,
  QueryLanguage: z.literal('JSONata', 'must be "JSONata": without it the states are read as JSONPath'),
  TimeoutSeconds: z.optional(z.int().check(z.gte(1), z.lte(MAX_SECONDS))),
  Version: z.optional(z.literal('1.0')),
});
export type MachineDefinition = z.infer<typeof MachineDefinition>;

interface Deadlines {
  readonly HeartbeatSeconds?: number | string | undefined;
  readonly TimeoutSeconds?: number | string | undefined;
}

const isBeatShorter = z.refine<Deadlines>(
  ({ HeartbeatSeconds: beat, TimeoutSeconds: limit }) =>
    typeof beat !== 'number' || typeof limit !== 'number' || beat < limit,
  '"HeartbeatSeconds" must be smaller than "TimeoutSeconds"',
);

export const TaskState = z
  .strictObject({
    Type: z.literal('Task'),
    Resource: z.string().check(z.startsWith('arn:', 'must be an ARN, with every substitution filled in')),
    Arguments: z.optional(objectOrExpression),
    Credentials: z.optional(objectOrExpression),
    TimeoutSeconds: z.optional(integerOrExpression(1)),
    HeartbeatSeconds: z.optional(integerOrExpression(1)),
    ...common,
    ...transition,
    ...shaping,
    ...recovery,
  })
  .check(leadsOn, isBeatShorter);
export type TaskState = z.infer<typeof TaskState>;

export const PassState = z
  .strictObject({ Type: z.literal('Pass'), ...common, ...transition, ...shaping })
  .check(leadsOn);
export type PassState = z.infer<typeof PassState>;

/** One rule of a Choice. */
export const ChoiceRule = z.strictObject({
  Condition: z.union([z.boolean(), expression], 'must be "{% … %}" with a boolean result'),
  Next: z.string(),
  ...shaping,
  Comment: z.optional(z.string()),
});

export const ChoiceState = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(ChoiceRule).check(z.minLength(1, 'must have at least one rule')),
  Default: z.optional(z.string()),
  ...common,
  ...shaping,
});
export type ChoiceState = z.infer<typeof ChoiceState>;

/** A date and time as RFC 3339 profiles ISO 8601: capital T, and Z or an offset. */
export const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const WaitState = z
  .strictObject({
    Type: z.literal('Wait'),
    Seconds: z.optional(integerOrExpression(0)),
    Timestamp: z.optional(
      z.union(
        [expression, z.string().check(z.regex(TIMESTAMP))],
        'must be like "2026-11-22T07:00:00Z", or "{% … %}"',
      ),
    ),
    ...common,
    ...transition,
    ...shaping,
  })
  .check(
    leadsOn,
    z.refine(
      (wait) => (wait.Seconds === undefined) !== (wait.Timestamp === undefined),
      'must have either "Seconds" or "Timestamp"',
    ),
  );
export type WaitState = z.infer<typeof WaitState>;

export const SucceedState = z.strictObject({
  Type: z.literal('Succeed'),
  Output: z.optional(z.json()),
  ...common,
});
export type SucceedState = z.infer<typeof SucceedState>;

export const FailState = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
  ...common,
});
export type FailState = z.infer<typeof FailState>;

export const ParallelState = z
  .strictObject({
    Type: z.literal('Parallel'),
    Branches: z.array(z.strictObject(scope)).check(z.minLength(1, 'must have at least one branch')),
    Arguments: z.optional(z.json()),
    ...common,
    ...transition,
    ...shaping,
    ...recovery,
  })
  .check(leadsOn);
export type ParallelState = z.infer<typeof ParallelState>;

const processorConfig = z.strictObject({
  Mode: z.literal('INLINE', 'DISTRIBUTED is not supported locally: use "INLINE"'),
});

export const MapState = z
  .strictObject({
    Type: z.literal('Map'),
    Items: z.optional(z.union([z.array(z.json()), expression], 'must be an array or "{% … %}"')),
    ItemSelector: z.optional(z.json()),
    ItemProcessor: z.strictObject({ ...scope, ProcessorConfig: z.optional(processorConfig) }),
    MaxConcurrency: z.optional(integerOrExpression(0)),
    ToleratedFailureCount: z.optional(integerOrExpression(0)),
    ToleratedFailurePercentage: z.optional(
      z.union(
        [z.number().check(z.gte(0), z.lte(100)), expression],
        'must be a number from 0 to 100, or "{% … %}"',
      ),
    ),
    ...common,
    ...transition,
    ...shaping,
    ...recovery,
  })
  .check(leadsOn);
export type MapState = z.infer<typeof MapState>;

/** The schema of each type of state, by the name in its `Type`. */
export const STATE_SCHEMAS = {
  Task: TaskState,
  Pass: PassState,
  Choice: ChoiceState,
  Wait: WaitState,
  Succeed: SucceedState,
  Fail: FailState,
  Parallel: ParallelState,
  Map: MapState,
} as const;

export type StateType = keyof typeof STATE_SCHEMAS;

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;
