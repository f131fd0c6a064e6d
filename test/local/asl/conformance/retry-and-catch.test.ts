import { describe, expect, it } from 'vitest';
import { matchesError } from '#local/asl/errors.ts';
import { errorOf, failing, machineOf, outputOf, type Resource, run, scopeOf, task } from '../harness.ts';

const always: Resource = () => failing('Boom', 'bang');
const times =
  (failures: number): Resource =>
  (_input, call) =>
    call <= failures ? failing('Boom', 'bang') : 'done';

function retried(...retriers: Record<string, unknown>[]) {
  return machineOf({ Call: task({ Retry: retriers, End: true }) });
}

describe('Retry', () => {
  it('spec: Retrier - by default 3 retries after 1, 2 and 4 seconds', async () => {
    const { callTimes, execution } = await run(retried({ ErrorEquals: ['Boom'] }), { resource: always });

    expect(callTimes).toEqual([0, 1, 3, 7]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Boom', cause: 'bang' });
  });

  it('spec: Retrier - MaxAttempts 0 means never retry', async () => {
    const { calls } = await run(retried({ ErrorEquals: ['Boom'], MaxAttempts: 0 }), { resource: always });

    expect(calls).toHaveLength(1);
  });

  it.each([
    ['IntervalSeconds is the delay before the first retry', { IntervalSeconds: 5 }, [0, 5, 15]],
    ['BackoffRate multiplies the delay at each retry', { IntervalSeconds: 2, BackoffRate: 3 }, [0, 2, 8]],
    ['BackoffRate 1.0 keeps it', { BackoffRate: 1 }, [0, 1, 2]],
    ['BackoffRate may be a fraction', { IntervalSeconds: 3, BackoffRate: 1.5 }, [0, 3, 7.5]],
    ['MaxDelaySeconds caps it', { IntervalSeconds: 4, MaxDelaySeconds: 6 }, [0, 4, 10]],
    ['JitterStrategy NONE changes nothing', { JitterStrategy: 'NONE' }, [0, 1, 3]],
  ])('spec: Retrier - %s', async (_rule, fields, expected) => {
    const machine = retried({ ErrorEquals: ['Boom'], MaxAttempts: 2, ...fields });

    expect((await run(machine, { resource: always })).callTimes).toEqual(expected);
  });

  it('guide: Retry - JitterStrategy FULL draws a delay between 0 and the one without jitter', async () => {
    const machine = retried({
      ErrorEquals: ['Boom'],
      IntervalSeconds: 100,
      BackoffRate: 1,
      JitterStrategy: 'FULL',
    });

    const { callTimes } = await run(machine, { resource: always });
    const again = await run(machine, { resource: always });

    const delays = callTimes.slice(1).map((time, index) => time - (callTimes[index] ?? 0));
    expect(delays.every((delay) => delay >= 0 && delay < 100)).toBe(true);
    expect(new Set(delays).size).toBe(3);
    expect(again.callTimes).toEqual(callTimes);
  });

  it('spec: Retrier - retries end with the first success', async () => {
    expect(await outputOf(retried({ ErrorEquals: ['Boom'] }), { resource: times(2) })).toBe('done');
  });

  it('spec: Retrier - the first retrier that names the error is used', async () => {
    const machine = retried(
      { ErrorEquals: ['Other'], MaxAttempts: 9 },
      { ErrorEquals: ['Boom'], IntervalSeconds: 7, MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 9 },
    );

    expect((await run(machine, { resource: always })).callTimes).toEqual([0, 7]);
  });

  it('spec: Retrier - each retrier counts its own attempts across others', async () => {
    const machine = retried(
      { ErrorEquals: ['A'], MaxAttempts: 2, IntervalSeconds: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1, IntervalSeconds: 10 },
    );
    const errors = ['A', 'B', 'A', 'A'];

    const { callTimes, execution } = await run(machine, {
      resource: (_input, call) => failing(errors[call - 1] ?? 'C'),
    });

    expect(callTimes).toEqual([0, 1, 11, 13]);
    expect(execution.error).toBe('A');
  });

  it('spec: Retrier - the counts begin anew when a state is entered again', async () => {
    const machine = machineOf({
      Call: task({
        Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1, IntervalSeconds: 1 }],
        Catch: [{ ErrorEquals: ['Boom'], Next: 'Call' }],
        End: true,
      }),
    });

    expect(await outputOf(machine, { resource: times(3) })).toBe('done');
  });

  it('guide: Context object - State.RetryCount counts the retries, and Arguments are evaluated anew', async () => {
    const machine = machineOf({
      Call: task({
        Arguments: { n: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['Boom'] }],
        End: true,
      }),
    });

    expect((await run(machine, { resource: times(2) })).calls).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });

  it('spec: Retrier - a retried Parallel starts all its branches again', async () => {
    const machine = machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [scopeOf({ One: task() }), scopeOf({ Two: task() })],
        Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 1 }],
        End: true,
      },
    });

    const { calls, execution } = await run(machine, { resource: times(1) });

    expect(calls).toHaveLength(3);
    expect(execution.output).toEqual(['done', 'done']);
  });

  it('spec: Retrier - a retried Map starts all its iterations again', async () => {
    const machine = machineOf({
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: scopeOf({ One: task() }),
        Retry: [{ ErrorEquals: ['Boom'] }],
        End: true,
      },
    });

    expect((await run(machine, { resource: times(1) })).calls).toEqual([1, 1, 2]);
  });

  it('guide: Errors - a failed expression can be retried', async () => {
    const machine = machineOf({
      Call: task({
        Output: '{% $states.result.n %}',
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
        End: true,
      }),
    });

    expect(await outputOf(machine, { resource: (_input, call) => (call === 1 ? {} : { n: 5 }) })).toBe(5);
  });
});

describe('Catch', () => {
  function caught(more: Record<string, unknown> = {}, errorEquals = ['Boom']) {
    return machineOf({
      Call: task({ Catch: [{ ErrorEquals: errorEquals, Next: 'Handle', ...more }], End: true }),
      Handle: { Type: 'Pass', End: true },
    });
  }

  it('spec: Catcher - goes to Next with the error output', async () => {
    expect(await outputOf(caught(), { resource: always })).toEqual({ Error: 'Boom', Cause: 'bang' });
  });

  it('spec: Catcher - Output may use $states.errorOutput and $states.input', async () => {
    const machine = caught({ Output: { was: '{% $states.errorOutput.Error %}', on: '{% $states.input %}' } });

    expect(await outputOf(machine, { resource: always, input: 'x' })).toEqual({ was: 'Boom', on: 'x' });
  });

  it('spec: Catcher - Assign sets variables', async () => {
    const machine = machineOf({
      Call: task({
        Assign: { why: 'never' },
        Catch: [
          { ErrorEquals: ['Boom'], Next: 'Handle', Assign: { why: '{% $states.errorOutput.Cause %}' } },
        ],
        End: true,
      }),
      Handle: { Type: 'Pass', Output: '{% $why %}', End: true },
    });

    expect(await outputOf(machine, { resource: always })).toBe('bang');
  });

  it('spec: Catcher - the first that names the error is used', async () => {
    const machine = machineOf({
      Call: task({
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Wrong' },
          { ErrorEquals: ['Boom'], Next: 'Right' },
          { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
        ],
        End: true,
      }),
      Wrong: { Type: 'Pass', Output: 'wrong', End: true },
      Right: { Type: 'Pass', Output: 'right', End: true },
    });

    expect(await outputOf(machine, { resource: always })).toBe('right');
  });

  it('spec: Catcher - comes after the retries are used up', async () => {
    const machine = machineOf({
      Call: task({
        Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handle' }],
        End: true,
      }),
      Handle: { Type: 'Pass', End: true },
    });

    const { calls, execution } = await run(machine, { resource: always });

    expect(calls).toHaveLength(2);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('guide: Errors - an expression that fails in a catcher is not caught again', async () => {
    const machine = caught({ Output: '{% $states.input.missing %}' }, ['States.ALL']);

    expect(await errorOf(machine, { resource: always })).toBe('States.QueryEvaluationError');
  });

  it('guide: Errors - a failed expression can be caught', async () => {
    const machine = machineOf({
      Call: task({
        Arguments: { n: '{% $states.input.missing %}' },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Handle' }],
        End: true,
      }),
      Handle: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    });

    expect(await outputOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('spec: Catcher - catches what a branch of Parallel failed with', async () => {
    const machine = machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [
          scopeOf({ Bad: { Type: 'Fail', Error: 'Inner', Cause: 'why' } }),
          scopeOf({ Other: task() }),
        ],
        Catch: [{ ErrorEquals: ['Inner'], Next: 'Handle' }],
        End: true,
      },
      Handle: { Type: 'Pass', End: true },
    });

    expect(await outputOf(machine)).toEqual({ Error: 'Inner', Cause: 'why' });
  });
});

describe('error names', () => {
  it.each<[string, string[], string, boolean]>([
    ['spec: States.ALL matches any error', ['States.ALL'], 'Custom', true],
    ['spec: States.ALL matches timeouts', ['States.ALL'], 'States.Timeout', true],
    ['spec: States.ALL matches failed expressions', ['States.ALL'], 'States.QueryEvaluationError', true],
    [
      'guide: States.ALL does not match States.DataLimitExceeded',
      ['States.ALL'],
      'States.DataLimitExceeded',
      false,
    ],
    ['guide: States.ALL does not match States.Runtime', ['States.ALL'], 'States.Runtime', false],
    ['guide: States.Runtime is not even matched by name', ['States.Runtime'], 'States.Runtime', false],
    [
      'guide: States.DataLimitExceeded is by name',
      ['States.DataLimitExceeded'],
      'States.DataLimitExceeded',
      true,
    ],
    ['guide: States.TaskFailed matches any error', ['States.TaskFailed'], 'Custom', true],
    [
      'guide: States.TaskFailed does not match States.Timeout',
      ['States.TaskFailed'],
      'States.Timeout',
      false,
    ],
    [
      'guide: States.TaskFailed leaves terminal errors',
      ['States.TaskFailed'],
      'States.DataLimitExceeded',
      false,
    ],
    ['spec: States.Timeout matches missed heartbeats', ['States.Timeout'], 'States.HeartbeatTimeout', true],
    [
      'spec: States.HeartbeatTimeout matches only those',
      ['States.HeartbeatTimeout'],
      'States.Timeout',
      false,
    ],
    ['spec: names are case-sensitive', ['boom'], 'Boom', false],
    ['spec: any name of the list matches', ['A', 'B'], 'B', true],
    ['spec: a name that is not listed does not match', ['A', 'B'], 'C', false],
  ])('%s', (_rule, errorEquals, error, isMatch) => {
    expect(matchesError(errorEquals, error)).toBe(isMatch);
  });
});
