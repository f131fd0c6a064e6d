import { describe, expect, it } from 'vitest';
import { errorOf, machineOf, outputOf, run } from '../harness.ts';

const pass = (more: Record<string, unknown> = {}) => ({ Type: 'Pass', End: true, ...more });

describe('the state machine', () => {
  it('spec: States - execution begins at StartAt, follows Next, and ends at a state with End', async () => {
    const machine = machineOf(
      {
        Second: pass({ Output: '{% $states.input & "b" %}' }),
        First: { Type: 'Pass', Output: 'a', Next: 'Second' },
      },
      { StartAt: 'First' },
    );

    expect(await outputOf(machine)).toBe('ab');
  });

  it('spec: Data - the input of an execution is the input of its start state', async () => {
    expect(await outputOf(machineOf({ Only: pass() }), { input: { a: [1, null] } })).toEqual({
      a: [1, null],
    });
  });

  it('spec: Data - the output of a state is the input of the next', async () => {
    const machine = machineOf({
      One: { Type: 'Pass', Output: { n: 1 }, Next: 'Two' },
      Two: pass({ Output: '{% $states.input.n + 1 %}' }),
    });

    expect(await outputOf(machine)).toBe(2);
  });

  it('spec: TimeoutSeconds - a machine that takes longer fails as a whole', async () => {
    const machine = machineOf({ Long: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 10 });

    const { execution, seconds } = await run(machine);

    expect(execution).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(seconds).toBe(10);
  });

  it('guide: Quotas - an execution fails once its history has 25,000 events', async () => {
    const machine = machineOf({
      Turn: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Out' }], Default: 'Turn' },
      Out: { Type: 'Succeed' },
    });

    const { execution } = await run(machine);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toContain('25000');
  });
});

describe('Pass', () => {
  it('spec: Pass State - passes its input to its output', async () => {
    expect(await outputOf(machineOf({ Only: pass() }), { input: 'same' })).toBe('same');
  });

  it('spec: Pass State - Output replaces it', async () => {
    const machine = machineOf({ Only: pass({ Output: { was: '{% $states.input %}', fixed: true } }) });

    expect(await outputOf(machine, { input: 3 })).toEqual({ was: 3, fixed: true });
  });
});

describe('Succeed', () => {
  it('spec: Succeed State - ends the execution with its input', async () => {
    expect(await outputOf(machineOf({ Done: { Type: 'Succeed' } }), { input: { ok: true } })).toEqual({
      ok: true,
    });
  });

  it('spec: Succeed State - may shape its output', async () => {
    const machine = machineOf({ Done: { Type: 'Succeed', Output: '{% $states.input.ok %}' } });

    expect(await outputOf(machine, { input: { ok: true } })).toBe(true);
  });
});

describe('Fail', () => {
  it('spec: Fail State - ends the execution with its Error and Cause', async () => {
    const machine = machineOf({ Stop: { Type: 'Fail', Error: 'Stopped', Cause: 'by hand' } });

    const { execution } = await run(machine);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Stopped', cause: 'by hand' });
  });

  it('spec: Fail State - Error and Cause may be expressions', async () => {
    const machine = machineOf({
      Stop: { Type: 'Fail', Error: '{% "E" & $states.input.n %}', Cause: '{% $string($states.input) %}' },
    });

    const { execution } = await run(machine, { input: { n: 7 } });

    expect(execution).toMatchObject({ error: 'E7', cause: '{"n":7}' });
  });

  it('spec: Fail State - Error and Cause are optional', async () => {
    const { execution } = await run(machineOf({ Stop: { Type: 'Fail' } }));

    expect(execution.status).toBe('FAILED');
    expect(execution).not.toHaveProperty('error');
  });

  it('spec: Fail State - an Error that is no string is a States.QueryEvaluationError', async () => {
    expect(await errorOf(machineOf({ Stop: { Type: 'Fail', Error: '{% 5 %}' } }))).toBe(
      'States.QueryEvaluationError',
    );
  });
});
