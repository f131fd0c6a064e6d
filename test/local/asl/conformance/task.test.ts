import { describe, expect, it } from 'vitest';
import type { Step } from '#local/asl/advance.ts';
import { advance, startExecution } from '#local/asl/advance.ts';
import { pendingEffects } from '#local/asl/effects.ts';
import type { Machine } from '#local/asl/machine.ts';
import type { Stimulus } from '#local/asl/stimuli.ts';
import { at, errorOf, failing, machineOf, outputOf, run, surroundings, task } from '../harness.ts';

const TOKEN_TASK = { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
const TASK_KEY = '0/1/0';
const TOKEN = `token:run/${TASK_KEY}`;

describe('Task', () => {
  it('spec: Task State - Arguments default to the input, Output to the result', async () => {
    const { calls, execution } = await run(machineOf({ Call: task() }), {
      input: { a: 1 },
      resource: () => 'result',
    });

    expect(calls).toEqual([{ a: 1 }]);
    expect(execution.output).toBe('result');
  });

  it('spec: Task State - Arguments shape what the resource gets', async () => {
    const machine = machineOf({
      Call: task({ Arguments: { FunctionName: 'f', Payload: { id: '{% $states.input.id %}' } }, End: true }),
    });

    const { calls } = await run(machine, { input: { id: 'i-1' } });

    expect(calls).toEqual([{ FunctionName: 'f', Payload: { id: 'i-1' } }]);
  });

  it('spec: Task State - Output and Assign see $states.result and $states.input', async () => {
    const machine = machineOf({
      Call: task({ Assign: { n: '{% $states.result.n %}' }, Output: '{% $states.input %}', Next: 'Done' }),
      Done: { Type: 'Pass', Output: '{% [$states.input, $n] %}', End: true },
    });

    expect(await outputOf(machine, { input: 'in', resource: () => ({ n: 4 }) })).toEqual(['in', 4]);
  });

  it('spec: Task State - the Resource is passed on as it is, with Credentials', async () => {
    const machine = machineOf({
      Call: task({
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Credentials: { RoleArn: '{% $states.input.role %}' },
        End: true,
      }),
    });

    const { effects } = await startExecution(surroundings(machine), { name: 'run', input: { role: 'r' } });

    expect(effects).toEqual([
      {
        kind: 'invoke-task',
        taskKey: TASK_KEY,
        state: 'Call',
        attempt: 0,
        resource: 'arn:aws:states:::sqs:sendMessage',
        arguments: { role: 'r' },
        credentials: { RoleArn: 'r' },
      },
    ]);
  });

  it('spec: Task State - an unhandled failure fails the execution with its error and cause', async () => {
    const { execution } = await run(machineOf({ Call: task() }), {
      resource: () => failing('Broken', 'a fuse'),
    });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'a fuse' });
  });
});

describe('deadlines of a Task', () => {
  it('spec: Timeouts - a task that takes longer than TimeoutSeconds fails with States.Timeout', async () => {
    const machine = machineOf({ Call: task({ TimeoutSeconds: 20, End: true }) });

    const { execution } = await drive(machine, [
      [20, { kind: 'timer-fired', timerKey: `${TASK_KEY}/timeout` }],
    ]);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('spec: Timeouts - TimeoutSeconds and HeartbeatSeconds may be expressions', async () => {
    const machine = machineOf({
      Call: task({ TimeoutSeconds: '{% $states.input.t %}', HeartbeatSeconds: '{% 3 + 4 %}', End: true }),
    });

    const { effects } = await startExecution(surroundings(machine), { name: 'run', input: { t: 60 } });

    expect(effects).toMatchObject([
      { kind: 'set-timer', timerKey: `${TASK_KEY}/timeout`, at: at(60) },
      { kind: 'set-timer', timerKey: `${TASK_KEY}/heartbeat-0`, at: at(7) },
      { kind: 'invoke-task', timeoutAt: at(60), heartbeatAt: at(7) },
    ]);
  });

  it('spec: Timeouts - a TimeoutSeconds that is no positive integer is a States.QueryEvaluationError', async () => {
    const machine = machineOf({ Call: task({ TimeoutSeconds: '{% 0 %}', End: true }) });

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('spec: Timeouts - a task without a heartbeat in time fails with States.HeartbeatTimeout', async () => {
    const machine = machineOf({
      Call: task({ ...TOKEN_TASK, HeartbeatSeconds: 5, TimeoutSeconds: 60, End: true }),
    });

    const step = await drive(machine, [[5, { kind: 'timer-fired', timerKey: `${TASK_KEY}/heartbeat-0` }]]);

    expect(step.execution.error).toBe('States.HeartbeatTimeout');
    expect(step.effects).toContainEqual({ kind: 'cancel-timer', timerKey: `${TASK_KEY}/timeout` });
  });

  it('guide: SendTaskHeartbeat - a heartbeat starts the interval anew', async () => {
    const machine = machineOf({ Call: task({ ...TOKEN_TASK, HeartbeatSeconds: 5, End: true }) });

    const step = await drive(machine, [[3, { kind: 'token-heartbeat', token: TOKEN }]]);

    expect(step.effects).toEqual([
      { kind: 'cancel-timer', timerKey: `${TASK_KEY}/heartbeat-0` },
      { kind: 'set-timer', timerKey: `${TASK_KEY}/heartbeat-1`, at: at(8) },
    ]);
  });

  it('guide: SendTaskHeartbeat - changes nothing for a task without HeartbeatSeconds', async () => {
    const machine = machineOf({ Call: task({ ...TOKEN_TASK, End: true }) });

    const step = await drive(machine, [[3, { kind: 'token-heartbeat', token: TOKEN }]]);

    expect(step.effects).toEqual([]);
  });
});

describe('waitForTaskToken', () => {
  const machine = machineOf({
    Ask: task({ ...TOKEN_TASK, Arguments: { token: '{% $states.context.Task.Token %}' }, End: true }),
  });
  const submitted: [number, Stimulus] = [1, { kind: 'task-succeeded', taskKey: TASK_KEY, output: null }];

  it('guide: Callback - Arguments can carry the token', async () => {
    const { effects } = await startExecution(surroundings(machine), { name: 'run', input: {} });

    expect(effects).toMatchObject([{ kind: 'invoke-task', arguments: { token: TOKEN }, token: TOKEN }]);
  });

  it('guide: Callback - the result of the invocation does not end the task', async () => {
    const { execution } = await drive(machine, [submitted]);

    expect(execution.status).toBe('RUNNING');
    expect(pendingEffects(execution)).toEqual([]);
  });

  it('guide: SendTaskSuccess - ends the task with the output', async () => {
    const { execution } = await drive(machine, [
      submitted,
      [9, { kind: 'token-succeeded', token: TOKEN, output: { approved: true } }],
    ]);

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { approved: true } });
  });

  it('guide: SendTaskFailure - fails the task with error and cause', async () => {
    const { execution } = await drive(machine, [
      submitted,
      [9, { kind: 'token-failed', token: TOKEN, error: 'Denied', cause: 'too risky' }],
    ]);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'too risky' });
  });

  it('guide: Callback - an answer may come before the invocation has returned', async () => {
    const step = await drive(machine, [[0, { kind: 'token-succeeded', token: TOKEN, output: 1 }]]);

    expect(step.execution.output).toBe(1);
    expect(step.effects).toContainEqual({ kind: 'cancel-task', taskKey: TASK_KEY });
  });

  it('guide: Callback - an invocation that fails fails the task', async () => {
    const { execution } = await drive(machine, [
      [1, { kind: 'task-failed', taskKey: TASK_KEY, error: 'Broken' }],
    ]);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Broken' });
  });

  it('guide: Callback - each attempt has a token of its own', async () => {
    const retrying = machineOf({
      Ask: task({ ...TOKEN_TASK, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true }),
    });

    const { effects } = await drive(retrying, [
      [1, { kind: 'token-failed', token: TOKEN }],
      [2, { kind: 'timer-fired', timerKey: '0/1/1/retry' }],
    ]);

    expect(effects).toMatchObject([{ kind: 'invoke-task', token: 'token:run/0/1/1', attempt: 1 }]);
  });
});

/** Applies stimuli at seconds after the start, and gives the last step. */
async function drive(machine: Machine, stimuli: readonly (readonly [number, Stimulus])[]): Promise<Step> {
  let step = await startExecution(surroundings(machine), { name: 'run', input: {} });
  for (const [seconds, stimulus] of stimuli) {
    const advanced = await advance(surroundings(machine, at(seconds)), step.execution, stimulus);
    if (!advanced.ok) throw new Error(`refused: ${advanced.refusal.reason}`);
    step = advanced.value;
  }
  return step;
}
