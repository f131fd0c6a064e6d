import { describe, expect, it } from 'vitest';
import { makeExecutor } from '#local/asl/executor.ts';
import type { LocalFunctions } from '#local/asl/lambda-tasks.ts';
import { askTask, callTask, machineOf, makeWorld, request, type States, task } from './harness.ts';

const TOKEN = 'token:e-1/0/1/0';

function world(states: States, functions: LocalFunctions = {}) {
  return makeWorld(machineOf(states), { ask: async () => null, ...functions });
}

describe('starting an execution', () => {
  it('runs it to its end as time goes by', async () => {
    const { executor, timeline } = world(
      {
        Call: callTask('double', { Output: '{% $states.result.Payload %}', Next: 'Hold' }),
        Hold: { Type: 'Wait', Seconds: 30, End: true },
      },
      { double: async (payload) => ({ payload, twice: true }) },
    );

    const started = await executor.start(request());
    await timeline.advance(29);
    const before = await executor.describe('e-1');
    await timeline.advance(1);

    expect(started).toMatchObject({ ok: true, value: { name: 'e-1', status: 'RUNNING' } });
    expect(before).toMatchObject({ status: 'RUNNING' });
    expect(await executor.describe('e-1')).toMatchObject({
      status: 'SUCCEEDED',
      output: { payload: { id: 1 }, twice: true },
    });
    expect(timeline.pending()).toBe(0);
  });

  it('is harmless when it is repeated, running or ended', async () => {
    let calls = 0;
    const { executor, timeline } = world({ Call: callTask('count') }, { count: async () => (calls += 1) });

    const first = await executor.start(request());
    const second = await executor.start(request());
    await timeline.advance(0);
    const third = await executor.start(request());

    expect(second).toEqual(first);
    expect(third).toMatchObject({ ok: true, value: { status: 'SUCCEEDED' } });
    expect(calls).toBe(1);
  });

  it('starts once when two callers start it at the same time', async () => {
    let calls = 0;
    const { executor, timeline } = world({ Call: callTask('count') }, { count: async () => (calls += 1) });

    const [one, other] = await Promise.all([executor.start(request()), executor.start(request())]);
    await timeline.advance(0);

    expect(one).toEqual(other);
    expect(calls).toBe(1);
  });

  it('refuses the name of another input, an unknown machine, and too large an input', async () => {
    const { executor } = world({ Done: { Type: 'Succeed' } });
    await executor.start(request());

    const conflict = await executor.start(request({ input: { id: 2 } }));
    const unknown = await executor.start(request({ machineName: 'other' }));
    const large = await executor.start(request({ executionName: 'e-2', input: 'x'.repeat(262_144) }));

    expect(conflict).toMatchObject({
      ok: false,
      refusal: { reason: 'conflict', existing: { input: { id: 1 } } },
    });
    expect(unknown).toEqual({ ok: false, refusal: { reason: 'unknown-machine' } });
    expect(large).toEqual({ ok: false, refusal: { reason: 'input-too-large' } });
  });

  it('tells its history and lists executions by status', async () => {
    const { executor } = world({ Done: { Type: 'Succeed' } });
    await executor.start(request());

    expect((await executor.history('e-1')).map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(await executor.list('SUCCEEDED')).toHaveLength(1);
    expect(await executor.list('RUNNING')).toEqual([]);
    expect(await executor.list()).toHaveLength(1);
  });
});

describe('functions', () => {
  it('get the execution and the task they are called for', async () => {
    const seen: unknown[] = [];
    const { executor, timeline } = world(
      { Call: callTask('look', { Credentials: { RoleArn: 'r' }, End: true }) },
      { look: async (_payload, context) => seen.push(context) },
    );

    await executor.start(request());
    await timeline.advance(0);

    expect(seen).toEqual([
      {
        executionName: 'e-1',
        machineName: 'test',
        state: 'Call',
        taskKey: '0/1/0',
        attempt: 0,
        credentials: { RoleArn: 'r' },
      },
    ]);
  });

  it.each([
    ['a bare name', 'f'],
    ['a name with an alias', 'f:live'],
    ['an ARN', 'arn:aws:lambda:eu-west-1:000000000000:function:f'],
    ['an ARN with a version', 'arn:aws:lambda:eu-west-1:000000000000:function:f:3'],
  ])('are found by %s, and their result is wrapped as Lambda does', async (_what, name) => {
    const { executor, timeline } = world({ Call: callTask(name) }, { f: async () => undefined });

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({
      output: { ExecutedVersion: '$LATEST', Payload: null, StatusCode: 200 },
    });
  });

  it('are called by their own ARN with the arguments, and their result is not wrapped', async () => {
    const resource = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
    const { executor, timeline } = world(
      { Call: task({ Resource: resource, End: true }) },
      { f: async (payload) => ({ payload }) },
    );

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ output: { payload: { id: 1 } } });
  });

  it('get an empty payload where the task names none', async () => {
    const { executor, timeline } = world(
      { Call: task({ Arguments: { FunctionName: 'f' }, Output: '{% $states.result.Payload %}', End: true }) },
      { f: async (payload) => payload },
    );

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ output: {} });
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    [
      'an error by its name',
      () => Promise.reject(new RangeError('too far')),
      'RangeError',
      '{"errorType":"RangeError","errorMessage":"too far"}',
    ],
    [
      'anything else as Error',
      () => Promise.reject('text'),
      'Error',
      '{"errorType":"Error","errorMessage":"text"}',
    ],
  ])('report %s, and the whole of it as the cause', async (_what, fail, error, cause) => {
    const { executor, timeline } = world({ Call: callTask('f') }, { f: fail });

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ status: 'FAILED', error, cause });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a function that is not there', callTask('nowhere'), 'Lambda.ResourceNotFoundException'],
    ['a task without FunctionName', task({ Arguments: { Payload: 1 }, End: true }), 'States.Runtime'],
    ['a task whose arguments are no object', task({ Arguments: '{% 5 %}', End: true }), 'States.Runtime'],
    [
      'a resource of another service',
      task({ Resource: 'arn:aws:states:::sqs:sendMessage', End: true }),
      'States.Runtime',
    ],
  ])('fail the task for %s', async (_what, state, error) => {
    const { executor, timeline } = world({ Call: state });

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ status: 'FAILED', error });
  });

  it('may throw what is no Error in a runner of one’s own', async () => {
    const machine = machineOf({ Call: task() });
    const { timeline, store } = makeWorld(machine);
    const executor = makeExecutor({
      store,
      timeline,
      machines: [machine],
      tasks: { invoke: () => Promise.reject('plain') },
      random: () => () => 0,
      makeToken: (key) => key,
    });

    await executor.start(request());
    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ error: 'Error', cause: 'plain' });
  });
});

describe('answers to task tokens', () => {
  it('end the task, once', async () => {
    const { executor, timeline } = world({ Ask: askTask() });
    await executor.start(request());
    await timeline.advance(60);

    const answered = await executor.sendTaskSuccess(TOKEN, { approved: true });
    const again = await executor.sendTaskSuccess(TOKEN, { approved: false });

    expect(answered).toEqual({ ok: true, value: undefined });
    expect(again).toEqual({ ok: false, refusal: { reason: 'unknown-token' } });
    expect(await executor.describe('e-1')).toMatchObject({ status: 'SUCCEEDED', output: { approved: true } });
  });

  it('take effect one after the other when they come at the same time', async () => {
    const { executor, timeline } = world({ Ask: askTask() });
    await executor.start(request());
    await timeline.advance(1);

    const answers = await Promise.all([
      executor.sendTaskSuccess(TOKEN, 1),
      executor.sendTaskFailure(TOKEN, {}),
    ]);

    expect(answers.map((answer) => answer.ok)).toEqual([true, false]);
    expect(await executor.describe('e-1')).toMatchObject({ output: 1 });
  });

  it('may come from the function that was called with the token', async () => {
    const { executor, timeline } = world(
      { Ask: askTask() },
      { ask: () => executor.sendTaskSuccess(TOKEN, 'at once') },
    );
    await executor.start(request());

    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ output: 'at once' });
  });

  it('may be a failure with a name to catch', async () => {
    const { executor, timeline } = world({
      Ask: askTask({ Catch: [{ ErrorEquals: ['Denied'], Next: 'Stop' }], End: true }),
      Stop: { Type: 'Pass', End: true },
    });
    await executor.start(request());
    await timeline.advance(1);

    await executor.sendTaskFailure(TOKEN, { error: 'Denied', cause: 'no' });

    expect(await executor.describe('e-1')).toMatchObject({ output: { Error: 'Denied', Cause: 'no' } });
  });

  it('are refused after the deadline of the task', async () => {
    const { executor, timeline } = world({ Ask: askTask({ TimeoutSeconds: 60, End: true }) });
    await executor.start(request());
    await timeline.advance(60);

    expect(await executor.sendTaskSuccess(TOKEN, 1)).toEqual({
      ok: false,
      refusal: { reason: 'unknown-token' },
    });
    expect(await executor.describe('e-1')).toMatchObject({ error: 'States.Timeout' });
  });

  it('may be heartbeats, which keep the task alive', async () => {
    const { executor, timeline } = world({ Ask: askTask({ HeartbeatSeconds: 10, End: true }) });
    await executor.start(request());
    for (let beats = 0; beats < 5; beats += 1) {
      await timeline.advance(9);
      await executor.sendTaskHeartbeat(TOKEN);
    }

    expect(await executor.describe('e-1')).toMatchObject({ status: 'RUNNING' });
    await timeline.advance(10);
    expect(await executor.describe('e-1')).toMatchObject({ error: 'States.HeartbeatTimeout' });
    expect(await executor.sendTaskHeartbeat(TOKEN)).toMatchObject({ ok: false });
  });
});

describe('stopping an execution', () => {
  it('ends it, and nothing happens any more', async () => {
    const { executor, timeline } = world({ Ask: askTask({ TimeoutSeconds: 60, End: true }) });
    await executor.start(request());

    const stopped = await executor.stop('e-1', { error: 'Halt', cause: 'by hand' });

    expect(stopped).toEqual({ ok: true, value: undefined });
    expect(await executor.describe('e-1')).toMatchObject({
      status: 'ABORTED',
      error: 'Halt',
      cause: 'by hand',
    });
    expect(timeline.pending()).toBe(0);
  });

  it('is refused for one that has ended or never was', async () => {
    const { executor } = world({ Done: { Type: 'Succeed' } });
    await executor.start(request());

    expect(await executor.stop('e-1', {})).toEqual({ ok: false, refusal: { reason: 'not-running' } });
    expect(await executor.stop('e-9', {})).toEqual({ ok: false, refusal: { reason: 'unknown-execution' } });
  });

  it('lets the result of a task come to nothing', async () => {
    const { executor, timeline } = world(
      { Call: callTask('stop') },
      { stop: () => executor.stop('e-1', { cause: 'from within' }) },
    );
    await executor.start(request());

    await timeline.advance(0);

    expect(await executor.describe('e-1')).toMatchObject({ status: 'ABORTED', cause: 'from within' });
  });
});
