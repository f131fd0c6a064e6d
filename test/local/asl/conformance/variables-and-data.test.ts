import { describe, expect, it } from 'vitest';
import { errorOf, machineOf, outputOf, resultOf, run, scopeOf, task } from '../harness.ts';

const read = (expression: string) => ({ Type: 'Pass', Output: `{% ${expression} %}`, End: true });

describe('variables', () => {
  it('spec: Assign - variables are seen by all later states of the scope', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { a: 1, b: { c: '{% $states.input %}' } }, Next: 'Between' },
      Between: { Type: 'Pass', Output: null, Next: 'Read' },
      Read: read('[$a, $b.c]'),
    });

    expect(await outputOf(machine, { input: 'in' })).toEqual([1, 'in']);
  });

  it('spec: Assign - all values are evaluated with the variables as they were, so two can be swapped', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'Read' },
      Read: read('[$states.input, $a, $b]'),
    });

    expect(await outputOf(machine)).toEqual([1, 2, 1]);
  });

  it('spec: Assign - a variable that is read before it was assigned is a States.QueryEvaluationError', async () => {
    const machine = machineOf({
      Use: { Type: 'Pass', Output: '{% $late %}', Assign: { late: 1 }, End: true },
    });

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('spec: Scope - inner scopes read the variables of outer ones', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { outer: 5 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: scopeOf({
          Split: {
            Type: 'Parallel',
            Branches: [scopeOf({ Add: read('$states.input + $outer') })],
            End: true,
          },
        }),
        End: true,
      },
    });

    expect(await outputOf(machine)).toEqual([[6], [7]]);
  });

  it('spec: Scope - each iteration and branch has variables of its own', async () => {
    const machine = machineOf({
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: scopeOf({
          Set: { Type: 'Pass', Assign: { mine: '{% $states.input %}' }, Next: 'Hold' },
          Hold: { Type: 'Wait', Seconds: 1, Next: 'Read' },
          Read: read('$mine'),
        }),
        End: true,
      },
    });

    expect(await outputOf(machine)).toEqual([1, 2]);
  });

  it('spec: Assign - may assign null, and an array or object with expressions in it', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { none: null, list: ['{% 1 + 1 %}', { a: '{% 3 %}' }] }, Next: 'Read' },
      Read: read('{ "none": $none, "list": $list }'),
    });

    expect(await outputOf(machine)).toEqual({ none: null, list: [2, { a: 3 }] });
  });
});

describe('expressions', () => {
  it('spec: JSONata - a string without {% %} is taken literally, names of members too', async () => {
    const machine = machineOf({ Only: { Type: 'Pass', Output: { '{% x %}': '$states.input' }, End: true } });

    expect(await outputOf(machine)).toEqual({ '{% x %}': '$states.input' });
  });

  it('guide: JSONata - a result that is undefined is a States.QueryEvaluationError that names the field', async () => {
    const machine = machineOf({
      Only: { Type: 'Pass', Output: { a: ['{% $states.input.nothing %}'] }, End: true },
    });

    const { execution } = await run(machine);

    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toBe(
      "An error occurred while executing the state 'Only'. The JSONata expression '$states.input.nothing' " +
        "specified for the field 'Output/a/0' returned nothing (undefined).",
    );
  });

  it.each([
    ['a type error', '1 + "a"'],
    ['an error of its own', '$error("no")'],
    ['a function as the result', 'function($x) { $x }'],
    ['a built-in function as the result', '$sum'],
    ['a number that JSON has not', '1 / 0'],
  ])('guide: JSONata - %s is a States.QueryEvaluationError', async (_what, expression) => {
    const machine = machineOf({ Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('guide: JSONata - results are plain JSON, whatever JSONata makes of them', async () => {
    const output = await resultOf('$map([1, 2], function($v) { { "v": $v, "f": $sum } })');

    expect(output).toStrictEqual([{ v: 1 }, { v: 2 }]);
  });

  it.each<[string, string, unknown]>([
    ['$partition splits an array', '$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range includes its end', '$range(0, 10, 5)', [0, 5, 10]],
    ['$range counts down', '$range(3, 1, -1)', [3, 2, 1]],
    ['$range may be empty', '[$range(3, 1, 1)]', []],
    ['$parse reads JSON', '$parse("{\\"a\\":[1]}").a', [1]],
    ['$hash knows MD5', '$hash("abc", "MD5")', '900150983cd24fb0d6963f7d28e17f72'],
    ['$hash knows SHA-1', '$hash("abc", "SHA-1")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['$hash takes any JSON', '$hash({ "a": 1 }, "SHA-256") = $hash("{\\"a\\":1}", "SHA-256")', true],
    ['$random with a seed repeats', '$random(5) = $random(5)', true],
    ['$random is between 0 and 1', '$random() < 1 and $random() >= 0', true],
    [
      '$uuid is a version 4 UUID',
      '$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/).index',
      0,
    ],
    ['$uuid differs from call to call', '$uuid() = $uuid()', false],
    ['$shuffle keeps what it shuffles', '$sort($shuffle([3, 1, 2]))', [1, 2, 3]],
    ['$now is the time of the execution', '$now()', '2026-11-22T07:00:00.000Z'],
    ['$now takes a picture and a zone', '$now("[H01]:[m01]", "+0100")', '08:00'],
    ['$millis is the time of the execution', '$millis()', Date.UTC(2026, 10, 22, 7)],
  ])('guide: Functions - %s', async (_rule, expression, expected) => {
    expect(await resultOf(expression)).toEqual(expected);
  });

  it.each([
    ['$partition of no array', '$partition(1, 2)'],
    ['$partition by 0', '$partition([1], 0)'],
    ['$range by 0', '$range(1, 2, 0)'],
    ['$range over more than 1,000 values', '$range(1, 2000, 1)'],
    ['$hash by an unknown algorithm', '$hash("a", "CRC")'],
    ['$parse of no JSON', '$parse("{")'],
  ])('guide: Functions - %s is a States.QueryEvaluationError', async (_what, expression) => {
    const machine = machineOf({ Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });
});

describe('the context object', () => {
  it.each<[string, unknown]>([
    ['Execution.Id', 'arn:aws:states:local:000000000000:execution:test:run'],
    ['Execution.Name', 'run'],
    ['Execution.Input', { in: 1 }],
    ['Execution.StartTime', '2026-11-22T07:00:00.000Z'],
    ['Execution.RedriveCount', 0],
    ['StateMachine.Id', 'arn:aws:states:local:000000000000:stateMachine:test'],
    ['StateMachine.Name', 'test'],
    ['State.Name', 'Only'],
    ['State.EnteredTime', '2026-11-22T07:00:00.000Z'],
    ['State.RetryCount', 0],
  ])('guide: Context object - has %s', async (path, expected) => {
    expect(await resultOf(`$states.context.${path}`, { in: 1 })).toEqual(expected);
  });

  it('guide: Context object - has no Task and no Map elsewhere', async () => {
    expect(await resultOf('$keys($states.context)')).toEqual(['Execution', 'StateMachine', 'State']);
  });
});

describe('the limit of 256 KiB', () => {
  const large = 'x'.repeat(262_144);
  const caught = (errorEquals: string) =>
    machineOf({
      Call: task({ Catch: [{ ErrorEquals: [errorEquals], Next: 'Handle' }], End: true }),
      Handle: { Type: 'Pass', Output: 'handled', End: true },
    });

  it('guide: Quotas - a larger result fails with States.DataLimitExceeded', async () => {
    expect(await errorOf(machineOf({ Call: task() }), { resource: () => large })).toBe(
      'States.DataLimitExceeded',
    );
  });

  it('guide: Quotas - it counts bytes, not characters', async () => {
    const resource = () => 'ä'.repeat(140_000);

    expect(await errorOf(machineOf({ Call: task() }), { resource })).toBe('States.DataLimitExceeded');
  });

  it('guide: Quotas - a result of exactly 256 KiB passes', async () => {
    const { execution } = await run(machineOf({ Call: task() }), { resource: () => 'x'.repeat(262_142) });

    expect(execution.status).toBe('SUCCEEDED');
  });

  it('guide: Quotas - larger outputs, arguments and variables fail too', async () => {
    const many = '{% $join($map([1..30000], function($n) { "0123456789" })) %}';

    for (const field of ['Output', 'Arguments', 'Assign']) {
      const value = field === 'Output' ? many : { value: many };
      const machine = machineOf({ Call: task({ [field]: value, End: true }) });
      expect(await errorOf(machine, { resource: () => 1 })).toBe('States.DataLimitExceeded');
    }
  });

  it('guide: Errors - States.ALL does not catch it, its name does', async () => {
    expect(await errorOf(caught('States.ALL'), { resource: () => large })).toBe('States.DataLimitExceeded');
    expect(await outputOf(caught('States.DataLimitExceeded'), { resource: () => large })).toBe('handled');
  });
});
