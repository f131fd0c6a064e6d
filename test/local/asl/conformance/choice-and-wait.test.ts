import { describe, expect, it } from 'vitest';
import { errorOf, machineOf, outputOf, run } from '../harness.ts';

const END = { Type: 'Succeed' };
const named = (name: string) => ({ Type: 'Pass', Output: name, End: true });

function choice(rules: readonly unknown[], more: Record<string, unknown> = {}) {
  return machineOf({
    Choose: { Type: 'Choice', Choices: rules, ...more },
    A: named('a'),
    B: named('b'),
    ...(more['Default'] === 'Rest' ? { Rest: END } : {}),
  });
}

const rule = (condition: unknown, next: string, more: Record<string, unknown> = {}) => ({
  Condition: condition,
  Next: next,
  ...more,
});

describe('Choice', () => {
  it('spec: Choice State - the first rule that holds decides', async () => {
    const machine = choice([rule('{% $states.input > 1 %}', 'A'), rule('{% $states.input > 0 %}', 'B')]);

    expect(await outputOf(machine, { input: 1 })).toBe('b');
    expect(await outputOf(machine, { input: 2 })).toBe('a');
  });

  it('spec: Choice State - Condition may be a literal boolean', async () => {
    expect(await outputOf(choice([rule(false, 'A'), rule(true, 'B')]))).toBe('b');
  });

  it('spec: Choice State - without a match it goes to Default', async () => {
    const machine = choice([rule(false, 'A'), rule(false, 'B')], { Default: 'Rest' });

    expect(await outputOf(machine, { input: 'same' })).toBe('same');
  });

  it('spec: Choice State - without a match and Default it fails with States.NoChoiceMatched', async () => {
    expect(await errorOf(choice([rule(false, 'A'), rule(false, 'B')]))).toBe('States.NoChoiceMatched');
  });

  it('spec: Choice State - a condition that is no boolean is a States.QueryEvaluationError', async () => {
    expect(await errorOf(choice([rule('{% 1 %}', 'A'), rule(true, 'B')]))).toBe(
      'States.QueryEvaluationError',
    );
  });

  it('guide: Choice - a condition over a missing value fails rather than counting as false', async () => {
    const machine = choice([rule('{% $states.input.missing %}', 'A'), rule(true, 'B')]);

    expect(await errorOf(machine)).toBe('States.QueryEvaluationError');
  });

  it('spec: Choice State - Output and Assign of the rule that holds are used', async () => {
    const machine = machineOf({
      Choose: {
        Type: 'Choice',
        Choices: [rule(true, 'Done', { Output: 'shaped', Assign: { x: 1 } })],
        Output: 'never',
      },
      Done: { Type: 'Pass', Output: '{% $states.input & $x %}', End: true },
    });

    expect(await outputOf(machine)).toBe('shaped1');
  });

  it('spec: Choice State - Output and Assign of the state itself are used with Default', async () => {
    const machine = machineOf({
      Choose: {
        Type: 'Choice',
        Choices: [rule(false, 'Done', { Output: 'never' })],
        Default: 'Done',
        Output: 'default',
        Assign: { x: 2 },
      },
      Done: { Type: 'Pass', Output: '{% $states.input & $x %}', End: true },
    });

    expect(await outputOf(machine)).toBe('default2');
  });
});

describe('Wait', () => {
  const wait = (more: Record<string, unknown>) => machineOf({ Wait: { Type: 'Wait', End: true, ...more } });

  it.each([
    ['Seconds', { Seconds: 5 }, 5],
    ['Seconds as an expression', { Seconds: '{% $states.input.n * 2 %}' }, 8],
    ['Seconds 0', { Seconds: 0 }, 0],
    ['Timestamp', { Timestamp: '2026-11-22T07:01:00Z' }, 60],
    ['Timestamp with an offset', { Timestamp: '2026-11-22T08:01:00+01:00' }, 60],
    ['Timestamp as an expression', { Timestamp: '{% $states.input.t %}' }, 30],
    ['a Timestamp that has passed', { Timestamp: '2026-11-22T06:00:00Z' }, 0],
  ])('spec: Wait State - waits for %s', async (_field, field, seconds) => {
    const waited = await run(wait(field), { input: { n: 4, t: '2026-11-22T07:00:30Z' } });

    expect(waited.execution.status).toBe('SUCCEEDED');
    expect(waited.seconds).toBe(seconds);
  });

  it('spec: Wait State - passes its input to its output', async () => {
    expect(await outputOf(wait({ Seconds: 1 }), { input: [1] })).toEqual([1]);
  });

  it('spec: Wait State - Output and Assign take effect when the wait is over', async () => {
    const machine = machineOf({
      Wait: {
        Type: 'Wait',
        Seconds: 9,
        Assign: { at: '{% $millis() %}' },
        Output: '{% $now() %}',
        Next: 'Done',
      },
      Done: { Type: 'Pass', Output: '{% [$states.input, $fromMillis($at)] %}', End: true },
    });

    const moment = '2026-11-22T07:00:09.000Z';
    expect(await outputOf(machine)).toEqual([moment, moment]);
  });

  it.each([
    ['a fraction of a second', { Seconds: '{% 1.5 %}' }],
    ['negative seconds', { Seconds: '{% -1 %}' }],
    ['a text for Seconds', { Seconds: '{% "1" %}' }],
    ['a time without an offset', { Timestamp: '{% "2026-11-22T07:00:00" %}' }],
    ['a day that is none', { Timestamp: '{% "2026-99-22T07:00:00Z" %}' }],
    ['a number for Timestamp', { Timestamp: '{% 5 %}' }],
  ])('spec: Wait State - %s is a States.QueryEvaluationError', async (_what, field) => {
    expect(await errorOf(wait(field))).toBe('States.QueryEvaluationError');
  });
});
