import { describe, expect, it } from 'vitest';
import { advance, startExecution } from '#local/asl/advance.ts';
import { at, failing, machineOf, type Resource, run, scopeOf, surroundings, task } from '../harness.ts';

describe('the history', () => {
  it('guide: GetExecutionHistory - a task leaves the events of its life', async () => {
    const { types } = await run(machineOf({ Call: task() }));

    expect(types).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('guide: GetExecutionHistory - details are named after the event and carry JSON texts', async () => {
    const machine = machineOf({
      Call: task({
        Arguments: { a: 1 },
        TimeoutSeconds: 9,
        HeartbeatSeconds: 3,
        Assign: { v: '{% $states.result %}' },
        End: true,
      }),
    });

    const { events } = await run(machine, { input: { in: 1 }, resource: () => 'out' });

    const about = { resourceType: 'lambda', resource: 'invoke' };
    expect(events).toMatchObject([
      { executionStartedEventDetails: { input: '{"in":1}' } },
      { stateEnteredEventDetails: { name: 'Call', input: '{"in":1}' } },
      {
        taskScheduledEventDetails: {
          ...about,
          parameters: '{"a":1}',
          timeoutInSeconds: 9,
          heartbeatInSeconds: 3,
        },
      },
      { taskStartedEventDetails: about },
      { taskSucceededEventDetails: { ...about, output: '"out"' } },
      { stateExitedEventDetails: { name: 'Call', output: '"out"', assignedVariables: { v: '"out"' } } },
      { executionSucceededEventDetails: { output: '"out"' } },
    ]);
  });

  it('guide: GetExecutionHistory - a function called by its ARN has events of its own', async () => {
    const machine = machineOf({
      Call: task({ Resource: 'arn:aws:lambda:eu-west-1:000000000000:function:f', End: true }),
    });

    const { events, types } = await run(machine, { input: 5, resource: () => failing('Bad', 'why') });

    expect(types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
    ]);
    expect(events[2]).toMatchObject({
      lambdaFunctionScheduledEventDetails: {
        resource: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
        input: '5',
      },
    });
    expect(events[3]).not.toHaveProperty('lambdaFunctionStartedEventDetails');
    expect(events[4]).toMatchObject({ lambdaFunctionFailedEventDetails: { error: 'Bad', cause: 'why' } });
  });

  it('guide: GetExecutionHistory - ids count from 1, and each event names the one before it in its strand', async () => {
    const machine = machineOf({
      Both: { Type: 'Parallel', Branches: [scopeOf({ One: task() }), scopeOf({ Two: task() })], End: true },
    });

    const { events } = await run(machine);

    const byId = new Map(events.map((event) => [event.id, event]));
    expect(events.map((event) => event.id)).toEqual(events.map((_event, index) => index + 1));
    const entered = events.filter((event) => event.type === 'TaskStateEntered');
    expect(entered.map((event) => byId.get(event.previousEventId)?.type)).toEqual([
      'ParallelStateStarted',
      'ParallelStateStarted',
    ]);
    expect(events.slice(1).every((event) => event.previousEventId < event.id)).toBe(true);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'Choice',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] }, B: { Type: 'Succeed' } },
      ['ChoiceStateEntered', 'ChoiceStateExited', 'SucceedStateEntered', 'SucceedStateExited'],
    ],
    ['Wait', { A: { Type: 'Wait', Seconds: 1, End: true } }, ['WaitStateEntered', 'WaitStateExited']],
    ['Pass', { A: { Type: 'Pass', End: true } }, ['PassStateEntered', 'PassStateExited']],
    ['Fail', { A: { Type: 'Fail' } }, ['FailStateEntered']],
    [
      'a failed expression',
      { A: { Type: 'Pass', Output: '{% $states.input.x %}', End: true } },
      ['PassStateEntered', 'EvaluationFailed'],
    ],
    [
      'Map',
      {
        A: { Type: 'Map', Items: [1], ItemProcessor: scopeOf({ B: { Type: 'Pass', End: true } }), End: true },
      },
      [
        'MapStateEntered',
        'MapStateStarted',
        'MapIterationStarted',
        'PassStateEntered',
        'PassStateExited',
        'MapIterationSucceeded',
        'MapStateSucceeded',
        'MapStateExited',
      ],
    ],
    [
      'Parallel',
      { A: { Type: 'Parallel', Branches: [scopeOf({ B: { Type: 'Pass', End: true } })], End: true } },
      [
        'ParallelStateEntered',
        'ParallelStateStarted',
        'PassStateEntered',
        'PassStateExited',
        'ParallelStateSucceeded',
        'ParallelStateExited',
      ],
    ],
    [
      'a failed Parallel',
      { A: { Type: 'Parallel', Branches: [scopeOf({ B: { Type: 'Fail' } })], End: true } },
      ['ParallelStateEntered', 'ParallelStateStarted', 'FailStateEntered', 'ParallelStateFailed'],
    ],
  ])('guide: GetExecutionHistory - %s', async (_what, states, expected) => {
    expect((await run(machineOf(states))).types.slice(1, -1)).toEqual(expected);
  });

  it('guide: GetExecutionHistory - a failed iteration aborts the others', async () => {
    const resource: Resource = (input) => (input === 1 ? failing('Bad') : input);
    const machine = machineOf({
      Each: { Type: 'Map', Items: [1, 2], ItemProcessor: scopeOf({ Call: task() }), End: true },
    });

    const { events, types } = await run(machine, { resource });

    expect(types.slice(-5)).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(events.at(-3)).toMatchObject({ mapIterationAbortedEventDetails: { name: 'Each', index: 1 } });
  });

  it('guide: GetExecutionHistory - an evaluation failure names the field and the state', async () => {
    const { events } = await run(
      machineOf({ A: { Type: 'Pass', Output: { a: '{% $states.input.x %}' }, End: true } }),
    );

    expect(events[2]).toMatchObject({
      evaluationFailedEventDetails: { error: 'States.QueryEvaluationError', location: 'Output', state: 'A' },
    });
  });

  it('guide: GetExecutionHistory - tokens, timeouts and stops', async () => {
    const resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const machine = machineOf(
      { Ask: task({ Resource: resource, TimeoutSeconds: 5, End: true }) },
      { TimeoutSeconds: 9 },
    );
    const started = await startExecution(surroundings(machine), { name: 'run', input: {} });
    const from = (seconds: number) => surroundings(machine, at(seconds));

    const submitted = await advance(from(1), started.execution, {
      kind: 'task-succeeded',
      taskKey: '0/1/0',
      output: 1,
    });
    const timedOut = await advance(from(5), started.execution, {
      kind: 'timer-fired',
      timerKey: '0/1/0/timeout',
    });
    const late = await advance(from(9), started.execution, {
      kind: 'timer-fired',
      timerKey: 'execution/timeout',
    });
    const stopped = await advance(from(2), started.execution, {
      kind: 'stop',
      error: 'Halt',
      cause: 'by hand',
    });

    expect(submitted).toMatchObject({ value: { events: [{ type: 'TaskSubmitted' }] } });
    expect(timedOut).toMatchObject({
      value: { events: [{ type: 'TaskTimedOut' }, { type: 'ExecutionFailed' }] },
    });
    expect(late).toMatchObject({ value: { events: [{ type: 'ExecutionTimedOut', timestamp: at(9) }] } });
    expect(stopped).toMatchObject({
      value: {
        events: [
          { type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Halt', cause: 'by hand' } },
        ],
      },
    });
  });
});
