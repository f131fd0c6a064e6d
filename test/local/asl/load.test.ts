import asl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { InvalidDefinitionError, requireMachine } from '#local/asl/load.ts';
import { definitionOf, problemsIn, type States, scopeOf, task } from './harness.ts';

const END = { Type: 'Succeed' };
const pass = (more: Record<string, unknown> = {}) => ({ Type: 'Pass', End: true, ...more });
const inMap = (states: States, more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  ItemProcessor: scopeOf(states),
  End: true,
  ...more,
});

/** One of each thing that is allowed. */
const EVERYTHING = definitionOf(
  {
    Call: task({
      Comment: 'c',
      QueryLanguage: 'JSONata',
      Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
      Credentials: { RoleArn: 'r' },
      TimeoutSeconds: 60,
      HeartbeatSeconds: '{% 5 %}',
      Retry: [
        {
          ErrorEquals: ['A', 'States.TaskFailed'],
          IntervalSeconds: 1,
          MaxAttempts: 0,
          BackoffRate: 1.5,
          MaxDelaySeconds: 9,
          JitterStrategy: 'FULL',
        },
        { ErrorEquals: ['States.ALL'] },
      ],
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Next: 'Choose',
          Output: '{% $states.errorOutput %}',
          Assign: { why: 'x' },
        },
      ],
      Assign: { answer: '{% $states.result.Payload %}' },
      Next: 'Choose',
    }),
    Choose: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $exists($answer) %}', Next: 'Rest', Assign: { a: 1 }, Output: 'o', Comment: 'c' },
      ],
      Default: 'Each',
    },
    Rest: { Type: 'Wait', Timestamp: '2026-11-22T07:00:00Z', Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [scopeOf({ Left: pass() }), scopeOf({ Right: END })],
      Arguments: { a: 1 },
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: [1],
      ItemSelector: { i: '{% $states.context.Map.Item.Index %}' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        ...scopeOf({ Inner: pass({ Output: '{% $why %}' }) }),
      },
      MaxConcurrency: 2,
      ToleratedFailureCount: 1,
      ToleratedFailurePercentage: 10,
      Next: 'Stop',
    },
    Stop: { Type: 'Fail', Error: 'E', Cause: '{% "c" %}' },
  },
  { Comment: 'c', TimeoutSeconds: 600, Version: '1.0' },
);

describe('loading a definition', () => {
  it('accepts every field of the language', () => {
    expect(problemsIn(EVERYTHING)).toEqual([]);
  });

  it('accepts what another validator of the language accepts too', () => {
    expect(asl(JSON.parse(JSON.stringify(EVERYTHING)))).toMatchObject({ isValid: true });
  });

  it('reports all problems at once, each with its place', () => {
    const definition = definitionOf({
      A: pass({ Parameters: {}, Output: '{% $x %}' }),
      B: { Type: 'Pass', Next: 'C' },
    });

    expect(problemsIn({ ...definition, Extra: 1 }).map((problem) => problem.split(': ')[0])).toEqual([
      '/Extra',
      '/States/A/Parameters',
      '/States/B/Next',
      '/States/A/Output',
    ]);
  });

  it('throws one error with all of them where a machine is required', () => {
    const load = () => requireMachine('recovery', { QueryLanguage: 'JSONata' });

    expect(load).toThrow(InvalidDefinitionError);
    expect(load).toThrow(/State machine recovery cannot be loaded[\s\S]*\/StartAt[\s\S]*\/States/);
  });

  it.each([null, 5, [], 'x'])('refuses %j, which is no definition', (definition) => {
    expect(problemsIn(definition)).toHaveLength(1);
  });

  it('escapes names in pointers', () => {
    const [problem] = problemsIn(definitionOf({ 'a/b~c': { Type: 'Pass', Next: 'gone' } }));

    expect(problem).toMatch(/^\/States\/a~1b~0c\/Next: there is no state "gone" beside it/);
  });
});

describe('fields', () => {
  it.each<[string, unknown, string]>([
    [
      'Parameters',
      { A: task({ Parameters: {}, End: true }) },
      '/States/A/Parameters: "Parameters" is a field of JSONPath: use "Arguments"',
    ],
    [
      'InputPath',
      { A: pass({ InputPath: '$' }) },
      '/States/A/InputPath: "InputPath" is a field of JSONPath: use "Arguments"',
    ],
    [
      'ResultPath',
      { A: task({ ResultPath: '$.a', End: true }) },
      '/States/A/ResultPath: "ResultPath" is a field of JSONPath: use "Output"',
    ],
    ['Result', { A: pass({ Result: 1 }) }, '/States/A/Result: "Result" is a field of JSONPath: use "Output"'],
    [
      'SecondsPath',
      { A: { Type: 'Wait', Seconds: 1, SecondsPath: '$', End: true } },
      '/States/A/SecondsPath: "SecondsPath" is a field of JSONPath: use the field without "Path" and a "{% … %}" value',
    ],
    [
      'Variable',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Variable: '$', Next: 'B' }] }, B: END },
      '/States/A/Choices/0/Variable: "Variable" is a field of JSONPath: use "Condition"',
    ],
    [
      'ItemReader',
      { A: inMap({ B: pass() }, { ItemReader: {} }) },
      '/States/A/ItemReader: "ItemReader" is not supported locally: distributed Map runs on AWS only, use an inline Map',
    ],
    [
      'ResultWriter',
      { A: inMap({ B: pass() }, { ResultWriter: {} }) },
      '/States/A/ResultWriter: "ResultWriter" is not supported locally: distributed Map runs on AWS only, use an inline Map',
    ],
    [
      'ItemBatcher',
      { A: inMap({ B: pass() }, { ItemBatcher: {} }) },
      '/States/A/ItemBatcher: "ItemBatcher" is not supported locally: distributed Map runs on AWS only, use an inline Map',
    ],
    [
      'Mode DISTRIBUTED',
      {
        A: {
          Type: 'Map',
          ItemProcessor: { ...scopeOf({ B: pass() }), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
          End: true,
        },
      },
      '/States/A/ItemProcessor/ProcessorConfig/Mode: DISTRIBUTED is not supported locally: use "INLINE"',
    ],
    [
      'a misspelt field',
      { A: task({ Argments: {}, End: true }) },
      '/States/A/Argments: "Argments" is not a field here: remove it, or did you mean "Arguments"?',
    ],
    [
      'an unknown field of a rule',
      { A: task({ Catch: [{ ErrorEquals: ['E'], Next: 'B', Foo: 1 }], End: true }), B: END },
      '/States/A/Catch/0/Foo: "Foo" is not a field here: remove it',
    ],
    [
      'Assign of Succeed',
      { A: { Type: 'Succeed', Assign: {} } },
      '/States/A/Assign: "Assign" is not a field here: remove it, or did you mean "Type"?',
    ],
    [
      'Retry of Pass',
      { A: pass({ Retry: [] }) },
      '/States/A/Retry: "Retry" is not a field here: remove it, or did you mean "Next"?',
    ],
    [
      'an unknown type',
      { A: { Type: 'Loop' } },
      '/States/A/Type: must be one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map',
    ],
    ['a state that is no object', { A: 1 }, '/States/A: must be an object with a "Type"'],
    [
      'JSONPath for one state',
      { A: pass({ QueryLanguage: 'JSONPath' }) },
      '/States/A/QueryLanguage: Invalid input: expected "JSONata"',
    ],
    ['neither Next nor End', { A: { Type: 'Pass' } }, '/States/A: must have either "Next" or "End": true'],
    [
      'both Next and End',
      { A: pass({ Next: 'B' }), B: END },
      '/States/A: must have either "Next" or "End": true',
    ],
    [
      'neither Seconds nor Timestamp',
      { A: { Type: 'Wait', End: true } },
      '/States/A: must have either "Seconds" or "Timestamp"',
    ],
    [
      'both Seconds and Timestamp',
      { A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-11-22T07:00:00Z', End: true } },
      '/States/A: must have either "Seconds" or "Timestamp"',
    ],
    [
      'a Timestamp without an offset',
      { A: { Type: 'Wait', Timestamp: '2026-11-22', End: true } },
      '/States/A/Timestamp: must be like "2026-11-22T07:00:00Z", or "{% … %}"',
    ],
    [
      'a Condition that is a text',
      { A: { Type: 'Choice', Choices: [{ Condition: 'x', Next: 'B' }] }, B: END },
      '/States/A/Choices/0/Condition: must be a JSONata expression: "{% … %}"',
    ],
    [
      'a heartbeat as long as the timeout',
      { A: task({ HeartbeatSeconds: 5, TimeoutSeconds: 5, End: true }) },
      '/States/A: "HeartbeatSeconds" must be smaller than "TimeoutSeconds"',
    ],
    [
      'a timeout of 0',
      { A: task({ TimeoutSeconds: 0, End: true }) },
      '/States/A/TimeoutSeconds: Too small: expected number to be >=1',
    ],
    [
      'a Resource that is no ARN',
      { A: task({ Resource: 'f', End: true }) },
      '/States/A/Resource: must be an ARN, with every substitution filled in',
    ],
    [
      'no branches',
      { A: { Type: 'Parallel', Branches: [], End: true } },
      '/States/A/Branches: must have at least one branch',
    ],
    [
      'no rules',
      { A: { Type: 'Choice', Choices: [] }, B: END },
      '/States/A/Choices: must have at least one rule',
    ],
  ])('refuses %s', (_what, states, problem) => {
    expect(problemsIn(definitionOf(Object(states)))).toContain(problem);
  });

  it('refuses a machine that does not say JSONata, which is JSONPath', () => {
    const { QueryLanguage, ...definition } = definitionOf({ A: END });

    expect(QueryLanguage).toBe('JSONata');
    expect(problemsIn(definition)[0]).toMatch(/^\/QueryLanguage: must be "JSONata"/);
  });
});

describe('retry and catch rules', () => {
  const withRetry = (...rules: unknown[]) =>
    problemsIn(definitionOf({ A: task({ Retry: rules, End: true }) }));
  const withCatch = (...rules: unknown[]) =>
    problemsIn(definitionOf({ A: task({ Catch: rules, End: true }), B: END }));

  it.each<[string, Record<string, unknown>, string]>([
    [
      'States.ALL beside other names',
      { ErrorEquals: ['States.ALL', 'A'] },
      '/States/A/Retry/0/ErrorEquals: States.ALL must stand alone',
    ],
    ['no error name', { ErrorEquals: [] }, '/States/A/Retry/0/ErrorEquals: must name at least one error'],
    [
      'an unknown reserved name',
      { ErrorEquals: ['States.Al'] },
      '/States/A/Retry/0/ErrorEquals/0: names with the prefix "States." are reserved',
    ],
    [
      'MaxAttempts below 0',
      { ErrorEquals: ['A'], MaxAttempts: -1 },
      '/States/A/Retry/0/MaxAttempts: Too small: expected number to be >=0',
    ],
    [
      'IntervalSeconds 0',
      { ErrorEquals: ['A'], IntervalSeconds: 0 },
      '/States/A/Retry/0/IntervalSeconds: Too small: expected number to be >=1',
    ],
    [
      'BackoffRate below 1',
      { ErrorEquals: ['A'], BackoffRate: 0.5 },
      '/States/A/Retry/0/BackoffRate: Too small: expected number to be >=1',
    ],
    [
      'an unknown jitter',
      { ErrorEquals: ['A'], JitterStrategy: 'HALF' },
      '/States/A/Retry/0/JitterStrategy: Invalid option: expected one of "FULL"|"NONE"',
    ],
  ])('refuse %s', (_what, rule, problem) => {
    expect(withRetry(rule)).toContain(problem);
  });

  it('refuse States.ALL anywhere but in the last rule', () => {
    const all = { ErrorEquals: ['States.ALL'] };
    const other = { ErrorEquals: ['A'] };

    expect(withRetry(all, other)).toEqual(['/States/A/Retry: States.ALL must be in the last retrier']);
    expect(withCatch({ ...all, Next: 'B' }, { ...other, Next: 'B' })).toContain(
      '/States/A/Catch: States.ALL must be in the last catcher',
    );
  });
});
