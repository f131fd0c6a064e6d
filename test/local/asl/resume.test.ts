import { describe, expect, it } from 'vitest';
import { advance, startExecution } from '#local/asl/advance.ts';
import { pendingEffects } from '#local/asl/effects.ts';
import {
  at,
  failing,
  machineOf,
  type Resource,
  type RunOptions,
  run,
  START,
  type States,
  scopeOf,
  surroundings,
  task,
} from './harness.ts';

const flaky: Resource = (input, call) =>
  call % 3 === 1 ? failing('Flaky', `call ${call}`) : { call, input };

const MACHINES: [name: string, states: States, options: RunOptions][] = [
  [
    'tasks with retries, jitter and a catcher',
    {
      Call: task({
        Arguments: { id: '{% $uuid() %}', n: '{% $states.context.State.RetryCount %}' },
        Assign: { first: '{% $states.result.call %}' },
        Retry: [{ ErrorEquals: ['Flaky'], JitterStrategy: 'FULL', IntervalSeconds: 30 }],
        TimeoutSeconds: 60,
        Next: 'Again',
      }),
      Again: task({
        Retry: [{ ErrorEquals: ['Flaky'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
        Next: 'Done',
      }),
      Done: {
        Type: 'Pass',
        Output: { first: '{% $first %}', last: '{% $states.input %}', dice: '{% $random() %}' },
        End: true,
      },
    },
    {},
  ],
  [
    'a loop of waits that a variable ends',
    {
      Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Hold' },
      Hold: {
        Type: 'Wait',
        Seconds: '{% $count + 1 %}',
        Assign: { count: '{% $count + 1 %}' },
        Next: 'Check',
      },
      Check: { Type: 'Choice', Choices: [{ Condition: '{% $count < 5 %}', Next: 'Hold' }], Default: 'Done' },
      Done: { Type: 'Succeed', Output: '{% $count %}' },
    },
    {},
  ],
  [
    'a Map of Parallels, two at a time, with failures that are tolerated',
    {
      Each: {
        Type: 'Map',
        Items: [1, 2, 3, 4],
        MaxConcurrency: 2,
        ToleratedFailureCount: 4,
        ItemSelector: { i: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: scopeOf({
          Both: {
            Type: 'Parallel',
            Branches: [
              scopeOf({ Call: task() }),
              scopeOf({ Rest: { Type: 'Wait', Seconds: '{% $states.input.i %}', End: true } }),
            ],
            End: true,
          },
        }),
        End: true,
      },
    },
    {},
  ],
  ['a failure that nothing catches', { Call: task() }, { resource: () => failing('Broken') }],
];

describe('an execution that is killed and resumed after every transition', () => {
  it.each(MACHINES)('does the same as one that is not: %s', async (_name, states, options) => {
    const machine = machineOf(states);
    const settings = { resource: flaky, ...options };

    const unbroken = await run(machine, settings);
    const broken = await run(machine, { ...settings, isKilledAfterEachTurn: true });

    expect(unbroken.execution.status).not.toBe('RUNNING');
    expect(broken).toEqual(unbroken);
  });

  it.each(MACHINES)('is plain JSON: %s', async (_name, states, options) => {
    for (let turns = 0; turns < 12; turns += 1) {
      const { execution } = await run(machineOf(states), { resource: flaky, ...options, mostTurns: turns });

      expect(JSON.parse(JSON.stringify(execution))).toStrictEqual(execution);
      expect(pendingEffects(JSON.parse(JSON.stringify(execution)))).toStrictEqual(pendingEffects(execution));
    }
  });
});

describe('a turn', () => {
  const machine = machineOf({
    Call: task({ TimeoutSeconds: 60, Next: 'Hold' }),
    Hold: { Type: 'Wait', Seconds: 5, End: true },
  });

  it('leaves the execution it started from as it was', async () => {
    const { execution } = await startExecution(surroundings(machine), { name: 'run', input: {} });
    const before = structuredClone(execution);

    await advance(surroundings(machine), execution, { kind: 'task-succeeded', taskKey: '0/1/0', output: 1 });

    expect(execution).toStrictEqual(before);
  });

  it('asks for what is new and cancels what is no longer wanted', async () => {
    const { execution } = await startExecution(surroundings(machine), { name: 'run', input: {} });

    const step = await advance(surroundings(machine, at(1)), execution, {
      kind: 'task-succeeded',
      taskKey: '0/1/0',
      output: 1,
    });

    expect(step).toMatchObject({
      ok: true,
      value: {
        effects: [
          { kind: 'cancel-timer', timerKey: '0/1/0/timeout' },
          { kind: 'set-timer', timerKey: '0/2/0/wait', at: at(6) },
        ],
      },
    });
  });

  it('announces the end with its outcome', async () => {
    const done = machineOf({ Done: { Type: 'Succeed', Output: 5 } });
    const stopped = machineOf({ Stop: { Type: 'Fail', Error: 'E', Cause: 'c' } });
    const request = { name: 'run', input: {} };

    expect((await startExecution(surroundings(done), request)).effects).toEqual([
      { kind: 'ended', status: 'SUCCEEDED', output: 5 },
    ]);
    expect((await startExecution(surroundings(stopped), request)).effects).toEqual([
      { kind: 'ended', status: 'FAILED', error: 'E', cause: 'c' },
    ]);
  });

  it.each([
    ['unknown-task', { kind: 'task-succeeded', taskKey: '9', output: 1 }],
    ['unknown-task', { kind: 'task-failed', taskKey: '9', error: 'E' }],
    ['unknown-token', { kind: 'token-succeeded', token: 'x', output: 1 }],
    ['unknown-token', { kind: 'token-heartbeat', token: 'x' }],
    ['unknown-timer', { kind: 'timer-fired', timerKey: '9' }],
  ] as const)('refuses with %s what nothing waits for', async (reason, stimulus) => {
    const { execution } = await startExecution(surroundings(machine), { name: 'run', input: {} });

    expect(await advance(surroundings(machine), execution, stimulus)).toEqual({
      ok: false,
      refusal: { reason },
    });
  });

  it('refuses a result that comes twice, and anything after the end', async () => {
    const done = { kind: 'task-succeeded', taskKey: '0/1/0', output: 1 } as const;
    const { execution } = await startExecution(surroundings(machine), { name: 'run', input: {} });
    const next = await advance(surroundings(machine), execution, done);
    if (!next.ok) throw new Error('refused');

    const twice = await advance(surroundings(machine), next.value.execution, done);
    const stopped = await advance(surroundings(machine), next.value.execution, { kind: 'stop' });
    if (!stopped.ok) throw new Error('refused');
    const late = await advance(surroundings(machine), stopped.value.execution, done);

    expect(twice).toEqual({ ok: false, refusal: { reason: 'unknown-task' } });
    expect(stopped.value.execution).toMatchObject({ status: 'ABORTED', stoppedAt: START });
    expect(stopped.value.effects).toContainEqual({ kind: 'cancel-timer', timerKey: '0/2/0/wait' });
    expect(late).toEqual({ ok: false, refusal: { reason: 'not-running' } });
  });

  it('says so when the definition under a running execution has lost a state', async () => {
    const { execution } = await startExecution(surroundings(machine), { name: 'run', input: {} });
    const replaced = machineOf({ Other: { Type: 'Succeed' } });

    const late = advance(surroundings(replaced), execution, {
      kind: 'task-succeeded',
      taskKey: '0/1/0',
      output: 1,
    });

    await expect(late).rejects.toThrow('machine test has no state "Call": was its definition replaced?');
  });
});
