import { describe, expect, it } from 'vitest';
import { errorOf, failing, machineOf, outputOf, run, scopeOf, task } from '../harness.ts';

function map(more: Record<string, unknown>, states: Record<string, unknown> = { Step: task() }) {
  return machineOf({ Each: { Type: 'Map', ItemProcessor: scopeOf(states), End: true, ...more } });
}

function parallel(branches: Record<string, unknown>[], more: Record<string, unknown> = {}) {
  return machineOf({ Both: { Type: 'Parallel', Branches: branches.map(scopeOf), End: true, ...more } });
}

describe('Map', () => {
  it('spec: Map State - runs its processor for each element of the input and collects the outputs in order', async () => {
    const { calls, execution } = await run(map({}), {
      input: ['a', 'b'],
      resource: (input) => `${String(input)}!`,
    });

    expect(calls).toEqual(['a', 'b']);
    expect(execution.output).toEqual(['a!', 'b!']);
  });

  it('spec: Map State - Items names the elements', async () => {
    expect(await outputOf(map({ Items: '{% $states.input.list %}' }), { input: { list: [1, 2] } })).toEqual([
      1, 2,
    ]);
  });

  it('spec: Map State - Items may be an array with expressions in it', async () => {
    expect(await outputOf(map({ Items: [1, '{% $states.input %}'] }), { input: 'x' })).toEqual([1, 'x']);
  });

  it('spec: Map State - an empty array gives an empty array', async () => {
    expect(await outputOf(map({ Items: [] }))).toEqual([]);
  });

  it('spec: Map State - anything but an array is a States.QueryEvaluationError', async () => {
    expect(await errorOf(map({ Items: '{% $states.input %}' }), { input: 5 })).toBe(
      'States.QueryEvaluationError',
    );
  });

  it('spec: Map State - ItemSelector shapes each input with Map.Item of the context', async () => {
    const machine = map({
      Items: ['a', 'b'],
      ItemSelector: {
        index: '{% $states.context.Map.Item.Index %}',
        value: '{% $states.context.Map.Item.Value %}',
        all: '{% $states.input.all %}',
      },
    });

    expect((await run(machine, { input: { all: 9 } })).calls).toEqual([
      { index: 0, value: 'a', all: 9 },
      { index: 1, value: 'b', all: 9 },
    ]);
  });

  it('guide: Context object - Map.Item is seen inside the iterations, the innermost one', async () => {
    const inner = {
      Inner: {
        Type: 'Map',
        Items: ['x'],
        ItemProcessor: scopeOf({
          Read: { Type: 'Pass', Output: '{% $states.context.Map.Item %}', End: true },
        }),
        Output: '{% [$states.context.Map.Item.Value, $states.result] %}',
        End: true,
      },
    };

    expect(await outputOf(map({ Items: [7] }, inner))).toEqual([[7, { Index: 0, Value: 'x' }]]);
  });

  it('spec: Map State - MaxConcurrency limits how many iterations work at once', async () => {
    const waiting = { Hold: { Type: 'Wait', Seconds: 10, End: true } };

    expect((await run(map({ Items: [1, 2, 3, 4], MaxConcurrency: 2 }, waiting))).seconds).toBe(20);
    expect((await run(map({ Items: [1, 2, 3], MaxConcurrency: '{% 1 %}' }, waiting))).seconds).toBe(30);
    expect((await run(map({ Items: [1, 2, 3], MaxConcurrency: 0 }, waiting))).seconds).toBe(10);
  });

  it('guide: Inline Map - works on at most 40 iterations at once', async () => {
    const waiting = { Hold: { Type: 'Wait', Seconds: 10, End: true } };
    const items = Array.from({ length: 41 }, (_, index) => index);

    expect((await run(map({ Items: items }, waiting))).seconds).toBe(20);
    expect((await run(map({ Items: items, MaxConcurrency: 100 }, waiting))).seconds).toBe(20);
  });

  it('spec: Map State - Output and Assign see the array as $states.result', async () => {
    const machine = machineOf({
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: scopeOf({ Step: task() }),
        Assign: { sum: '{% $sum($states.result) %}' },
        Output: '{% $count($states.result) %}',
        Next: 'Done',
      },
      Done: { Type: 'Pass', Output: '{% [$states.input, $sum] %}', End: true },
    });

    expect(await outputOf(machine)).toEqual([2, 3]);
  });

  it('spec: Map State - a failed iteration fails the state with its error and stops the others', async () => {
    const machine = map({ Items: [1, 2, 3], MaxConcurrency: 1 });

    const { calls, execution } = await run(machine, {
      resource: (input) => (input === 2 ? failing('Bad') : input),
    });

    expect(calls).toEqual([1, 2]);
    expect(execution.error).toBe('Bad');
  });

  it('spec: Map State - an iteration may end in Succeed', async () => {
    expect(await outputOf(map({ Items: [1] }, { Done: { Type: 'Succeed', Output: 'ok' } }))).toEqual(['ok']);
  });

  it.each([
    ['a count that is kept', { ToleratedFailureCount: 1 }, undefined],
    ['a count that is passed', { ToleratedFailureCount: 0 }, 'States.ExceedToleratedFailureThreshold'],
    ['a percentage that is kept', { ToleratedFailurePercentage: 50 }, undefined],
    [
      'a percentage that is passed',
      { ToleratedFailurePercentage: 20 },
      'States.ExceedToleratedFailureThreshold',
    ],
    [
      'the smaller of both',
      { ToleratedFailureCount: '{% 3 %}', ToleratedFailurePercentage: '{% 10 %}' },
      'States.ExceedToleratedFailureThreshold',
    ],
  ])('spec: Map State - tolerates failures up to %s', async (_limit, fields, error) => {
    const machine = map({ Items: [1, 2, 3], ...fields });

    const { execution } = await run(machine, { resource: (input) => (input === 2 ? failing('Bad') : input) });

    expect(execution.error).toBe(error);
    if (error === undefined) expect(execution.output).toEqual([1, 3]);
  });

  it('spec: Map State - a percentage out of range is a States.QueryEvaluationError', async () => {
    const machine = map({ Items: [1], ToleratedFailurePercentage: '{% 101 %}' });

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('spec: Map State - an ItemSelector that fails fails the Map, and can be caught there', async () => {
    const machine = machineOf({
      Each: {
        Type: 'Map',
        Items: [{ id: 1 }, {}],
        ItemSelector: '{% $states.context.Map.Item.Value.id %}',
        ItemProcessor: scopeOf({ Step: task() }),
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Handle' }],
        End: true,
      },
      Handle: { Type: 'Pass', Output: 'handled', End: true },
    });

    const { calls, execution } = await run(machine);

    expect(execution.output).toBe('handled');
    expect(calls).toEqual([]);
  });
});

describe('Parallel', () => {
  it('spec: Parallel State - each branch gets the input, and the outputs come in the order of the branches', async () => {
    const machine = parallel([
      { Slow: { Type: 'Wait', Seconds: 5, End: true } },
      { Fast: { Type: 'Pass', Output: '{% $states.input & "!" %}', End: true } },
    ]);

    const { execution, seconds } = await run(machine, { input: 'x' });

    expect(execution.output).toEqual(['x', 'x!']);
    expect(seconds).toBe(5);
  });

  it('spec: Parallel State - Arguments replace the input of the branches', async () => {
    const machine = parallel([{ One: task() }, { Two: task() }], {
      Arguments: { n: '{% $states.input * 2 %}' },
    });

    expect(await outputOf(machine, { input: 2 })).toEqual([{ n: 4 }, { n: 4 }]);
  });

  it('spec: Parallel State - waits until all branches have ended', async () => {
    const machine = parallel([
      { Short: { Type: 'Wait', Seconds: 1, End: true } },
      { Long: { Type: 'Wait', Seconds: 9, End: true } },
    ]);

    expect((await run(machine)).seconds).toBe(9);
  });

  it('spec: Parallel State - Output sees the array of outputs', async () => {
    const machine = parallel([{ One: task() }, { Two: task() }], { Output: '{% $states.result[1] %}' });

    expect(await outputOf(machine, { resource: (_input, call) => call })).toBe(2);
  });

  it('spec: Parallel State - a failed branch stops the others and fails the state', async () => {
    const machine = parallel([
      { Long: { Type: 'Wait', Seconds: 60, Next: 'Later' }, Later: task() },
      { Bad: { Type: 'Wait', Seconds: 5, Next: 'Stop' }, Stop: { Type: 'Fail', Error: 'Bad' } },
    ]);

    const { calls, execution, seconds } = await run(machine);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Bad' });
    expect(seconds).toBe(5);
    expect(calls).toEqual([]);
  });

  it('spec: Parallel State - a branch that fails at once keeps its siblings from starting anything', async () => {
    const machine = parallel([
      { Stop: { Type: 'Fail', Error: 'Bad' } },
      { Call: { Type: 'Pass', Next: 'Work' }, Work: task() },
    ]);

    const { calls, execution } = await run(machine);

    expect(execution.error).toBe('Bad');
    expect(calls).toEqual([]);
  });

  it('spec: Appendix A - a branch that fails without an error name is a States.BranchFailed', async () => {
    expect(await errorOf(parallel([{ Stop: { Type: 'Fail' } }]))).toBe('States.BranchFailed');
  });

  it('spec: Parallel State - may be nested', async () => {
    const inner = { Type: 'Parallel', Branches: [scopeOf({ Deep: task() })], End: true };

    expect(await outputOf(parallel([{ Inner: inner }, { Other: task() }]), { input: 1 })).toEqual([[1], 1]);
  });
});
