import { describe, expect, it } from 'vitest';
import { definitionOf, problemsIn, type States, scopeOf, task } from './harness.ts';

const END = { Type: 'Succeed' };
const pass = (more: Record<string, unknown> = {}) => ({ Type: 'Pass', End: true, ...more });
const inMap = (states: States, more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  ItemProcessor: scopeOf(states),
  End: true,
  ...more,
});

describe('the flow', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'a dangling Next',
      { A: { Type: 'Pass', Next: 'Bb' }, B: END },
      '/States/A/Next: there is no state "Bb" beside it; did you mean "B"?',
    ],
    [
      'a dangling Default',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], Default: 'C' }, B: END },
      '/States/A/Default: there is no state "C" beside it; did you mean "A"?',
    ],
    [
      'a dangling Next of a rule',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'C' }] }, B: END },
      '/States/A/Choices/0/Next: there is no state "C" beside it; did you mean "A"?',
    ],
    [
      'a dangling Next of a catcher',
      { A: task({ Catch: [{ ErrorEquals: ['E'], Next: 'C' }], End: true }) },
      '/States/A/Catch/0/Next: there is no state "C" beside it; did you mean "A"?',
    ],
    [
      'a Next into an inner scope',
      { A: inMap({ B: pass() }, { End: undefined, Next: 'B' }) },
      '/States/A/Next: there is no state "B" beside it; did you mean "A"?',
    ],
    [
      'a state that cannot be reached',
      { A: END, B: END },
      '/States/B: no state leads to "B": lead to it or remove it',
    ],
    [
      'a flow without an end',
      { A: { Type: 'Pass', Next: 'A' } },
      '/States: no state ends the flow: give one "End": true, or add a Succeed or Fail state',
    ],
    [
      'a name that is taken in another scope',
      { A: inMap({ A: pass() }) },
      '/States/A/ItemProcessor/States/A: the name "A" is taken by /States/A: rename one of them',
    ],
  ])('refuses %s', (_what, states, problem) => {
    expect(problemsIn(definitionOf(states))).toContain(problem);
  });

  it('refuses a StartAt without its state, and no states at all', () => {
    expect(problemsIn(definitionOf({ A: END }, { StartAt: 'B' }))).toEqual([
      '/StartAt: there is no state "B" beside it; did you mean "A"?',
    ]);
    expect(problemsIn(definitionOf({}, { StartAt: 'B' }))).toContain(
      '/StartAt: there is no state "B" beside it',
    );
  });
});

describe('expressions', () => {
  const output = (text: string) => problemsIn(definitionOf({ A: pass({ Output: text }) }));

  it.each<[string, string, RegExp]>([
    ['one that cannot be parsed', '{% 1 + %}', /^\/States\/A\/Output: cannot be parsed: /],
    ['one that is not closed', '{% 1', /an expression must start with "\{%" and end with "%\}"/],
    ['one with something before it', ' {% 1 %}', /an expression must start with "\{%" and end with "%\}"/],
    ['$eval', '{% $eval("1") %}', /\$eval is not available in Step Functions: use \$parse/],
    [
      'a variable that is never assigned',
      '{% $incidentId %}',
      /\$incidentId is never assigned in this scope/,
    ],
    ['the context', '{% $.a %}', /nothing is the context here/],
    ['the root context', '{% $$ %}', /nothing is the context here/],
    ['a bare name', '{% status = "x" %}', /nothing is the context here/],
    [
      '$states.result where there is none',
      '{% $states.result %}',
      /\$states\.result is not available here: only \$states\.input, \$states\.context/,
    ],
    [
      '$states.errorOutput outside a catcher',
      '{% $states.errorOutput %}',
      /\$states\.errorOutput is not available here/,
    ],
    ['a misspelt member of $states', '{% $states.inputs %}', /\$states\.inputs is not available here/],
  ])('refuses %s', (_what, text, problem) => {
    expect(output(text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['variables of its own', '{% ($a := 1; $f := function($b) { $a + $b }; $f(2)) %}'],
    [
      'names inside steps, predicates and functions',
      '{% $states.input.list[status = "x"].{ "n": name, "all": $ }  %}',
    ],
    ['positions and joins', '{% $states.input.a@$i.b#$k[$i.x = $k] %}'],
    ['transforms', '{% $states.input ~> |$|{ "a": b }| %}'],
    ['partial application', '{% $map([1], $power(?, 2)) %}'],
    [
      'conditions and groups',
      '{% $states.input.a ? [1, -$states.input.b] : { "c": $states.input.d{ e: $sum(f) } } %}',
    ],
    ['a catcher of text between braces', 'no {% expression'],
  ])('accepts %s', (_what, text) => {
    expect(output(text)).toEqual([]);
  });

  it('refuses $states.result in Arguments and accepts it in Output and Assign', () => {
    const result = '{% $states.result %}';

    expect(
      problemsIn(definitionOf({ A: task({ Output: result, Assign: { a: result }, End: true }) })),
    ).toEqual([]);
    expect(problemsIn(definitionOf({ A: task({ Arguments: result, End: true }) }))).toHaveLength(1);
  });

  it('finds expressions in all fields, however deep', () => {
    const bad = '{% $nope %}';
    const definition = definitionOf({
      A: task({
        Arguments: { a: [bad] },
        TimeoutSeconds: bad,
        Catch: [{ ErrorEquals: ['E'], Next: 'B', Assign: { Comment: bad } }],
        Comment: bad,
        Next: 'B',
      }),
      B: inMap({ C: pass({ Output: bad }) }, { Items: bad }),
    });

    expect(problemsIn(definition).map((problem) => problem.split(':')[0])).toEqual([
      '/States/A/Arguments/a/0',
      '/States/A/TimeoutSeconds',
      '/States/A/Catch/0/Assign/Comment',
      '/States/B/Items',
      '/States/B/ItemProcessor/States/C/Output',
    ]);
  });

  it('checks expressions of a state whose shape is wrong, and knows what it assigns', () => {
    const definition = definitionOf({
      A: { Type: 'Pass', Assign: { a: 1 }, Output: '{% $nope %}', Wrong: 1, Next: 'B' },
      B: pass({ Output: '{% $a %}' }),
    });

    expect(problemsIn(definition)).toHaveLength(2);
  });
});

describe('variables', () => {
  it.each([
    ['a variable named states', { states: 1 }, /"states" is reserved: choose another variable name/],
    ['a name that is no identifier', { 'a-b': 1 }, /must be a Unicode identifier/],
  ])('refuses %s', (_what, assign, problem) => {
    expect(problemsIn(definitionOf({ A: pass({ Assign: assign }) }))).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  it('refuses an inner scope that assigns a variable of an outer one', () => {
    const definition = definitionOf({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: inMap({ C: pass({ Assign: { x: 2 } }) }),
    });

    expect(problemsIn(definition)).toEqual([
      expect.stringMatching(
        /^\/States\/B\/ItemProcessor\/States\/C\/Assign\/x: \$x belongs to an outer scope/,
      ),
    ]);
  });

  it('does not let an outer scope read variables of an inner one', () => {
    const definition = definitionOf({
      A: inMap({ C: pass({ Assign: { x: 2 } }) }, { End: undefined, Next: 'B' }),
      B: pass({ Output: '{% $x %}' }),
    });

    expect(problemsIn(definition)).toEqual([
      expect.stringMatching(/^\/States\/B\/Output: \$x is never assigned/),
    ]);
  });
});
