// The recovery flow is held to its rules as a definition; what it does is tried in test/local and test/scenarios.

import { existsSync, readFileSync } from 'node:fs';
import asl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  ApplyActionOutput,
  ApprovalAnswer,
  BeginOutput,
  DiagnoseOutput,
  PlanOutput,
  RollBackOutput,
  VerifyInput,
  VerifyOutput,
} from '#contracts/steps/recovery.ts';
import { LONGEST_EXPIRY_MINUTES } from '#domain/approval/settings.ts';
import { IncidentEnd } from '#domain/incident/incident.ts';
import { bindRecoverySteps, type RecoveryDeps } from '#local/functions.ts';
import { loadRecoveryMachine } from '#local/recoveries.ts';
import { STRATEGIES } from '#strategies/registry.ts';

const Rule = z.looseObject({
  Condition: z.string(),
  Next: z.string(),
  Assign: z.optional(z.record(z.string(), z.unknown())),
});
const State = z.looseObject({
  Type: z.enum(['Task', 'Choice', 'Wait', 'Pass']),
  Comment: z.optional(z.string()),
  Resource: z.optional(z.string()),
  Arguments: z.optional(z.looseObject({ FunctionName: z.string() })),
  TimeoutSeconds: z.optional(z.number()),
  HeartbeatSeconds: z.optional(z.number()),
  Retry: z.optional(z.array(z.unknown())),
  Catch: z.optional(z.array(z.looseObject({ Next: z.string() }))),
  Choices: z.optional(z.array(Rule)),
  Default: z.optional(z.string()),
  Next: z.optional(z.string()),
  End: z.optional(z.boolean()),
});
type State = z.infer<typeof State>;

const CLOSE = 'Close incident';
const text = readFileSync('statemachines/recovery.asl.json', 'utf8');
const definition = z
  .looseObject({ StartAt: z.string(), States: z.record(z.string(), State) })
  .parse(JSON.parse(text));
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

describe('the recovery flow', () => {
  it('is what the local interpreter and the validator of Step Functions accept', () => {
    expect(loadRecoveryMachine().name).toBe('recovery');
    expect(asl(JSON.parse(text))).toMatchObject({ isValid: true });
  });

  it('is small enough to be read, and every state says what it is for', () => {
    expect(states.length).toBeLessThanOrEqual(30);
    expect(states.filter(([, { Comment }]) => !Comment).map(([name]) => name)).toEqual([]);
  });

  it('calls functions that exist, each by its name', () => {
    const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    const folders = placeholders.map((name) => name.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase());

    // The steps are bound to their adapters when they are called, so none are needed to name them.
    const names = Object.keys(bindRecoverySteps({} as RecoveryDeps)).map((name) => name.replace(/-.*/, ''));
    expect(placeholders.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(folders.filter((folder) => !existsSync(`functions/${folder}/handler.ts`))).toEqual([]);
  });

  it('lets each strategy act and roll back by a function of its own', () => {
    const names = Object.keys(bindRecoverySteps({} as RecoveryDeps));
    const acting = STRATEGIES.flatMap(({ name }) => [`ApplyAction-${name}`, `RollBack-${name}`]);

    expect(names).toEqual(expect.arrayContaining(acting));
    for (const state of ['Apply action', 'Roll back']) {
      expect(tasks.find(([name]) => name === state)?.[1].Arguments?.FunctionName).toMatch(
        /^\{% '\$\{\w+\}-' & \$strategy & ':live' %\}$/,
      );
    }
  });

  it.each(tasks)('bounds, repeats and catches what can go wrong in "%s"', (name, task) => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
    expect(task.HeartbeatSeconds).toBeUndefined();
    expect(task.Retry?.length).toBeGreaterThan(0);
    expect(task.Resource).toMatch(/^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$/);
    expect(task.Catch?.at(-1)).toEqual(
      name === CLOSE ? undefined : { ErrorEquals: ['States.ALL'], Next: 'Handle failed step' },
    );
  });

  it('waits for people for as long as any settings let a question stay open', () => {
    const { TimeoutSeconds = 0 } = definition.States['Request approval'] ?? {};

    expect(TimeoutSeconds).toBeGreaterThanOrEqual(LONGEST_EXPIRY_MINUTES * 60 + 3600);
  });

  it('ends nowhere but in "Close incident", which is reached from everywhere', () => {
    const ends = states.filter(([, state]) => nextOf(state).length === 0).map(([name]) => name);
    const lost = states.map(([name]) => name).filter((name) => !reachedFrom(name).has(CLOSE));

    expect(ends).toEqual([CLOSE]);
    expect(lost).toEqual([]);
    expect(reachedFrom(definition.StartAt)).toEqual(new Set(states.map(([name]) => name)));
  });

  it('takes back what may have been changed when a step fails for good, once', () => {
    expect(definition.States['Handle failed step']?.Choices).toEqual([
      { Condition: '{% $hasMutated %}', Next: 'Roll back', Assign: { hasMutated: false } },
    ]);
    for (const rule of rulesInto('Roll back')) expect(rule.Assign).toMatchObject({ hasMutated: false });
    for (const rule of rulesInto('Apply action').filter(({ Condition }) => Condition.includes('begun')))
      expect(rule.Assign).toMatchObject({ hasMutated: true });
  });

  it('gives every end that closes an incident a name that the lifecycle knows', () => {
    const ends = rulesInto(CLOSE).map(({ Assign }) => Assign?.['end']);

    expect(ends.length).toBeGreaterThan(0);
    expect(ends.filter((end) => !IncidentEnd.safeParse(end).success)).toEqual([]);
  });
});

describe('the routing of the recovery flow', () => {
  it.each([
    ['Route diagnosis', DiagnoseOutput, ['review-by-person']],
    ['Route plan', PlanOutput, ['no-safe-action']],
    ['Route approval', ApprovalAnswer, ['expired']],
    ['Route begin', BeginOutput, ['refused']],
    ['Route action', ApplyActionOutput, ['refused']],
    ['Route verification', VerifyOutput, ['give-up']],
    ['Route rollback', RollBackOutput, ['incomplete']],
  ] as const)('of "%s" knows every outcome, and leaves one to its default', (name, output, byDefault) => {
    const { Choices = [], Default } = definition.States[name] ?? {};
    const named = Choices.flatMap(({ Condition }) => namesIn(Condition, 'outcome'));

    const outcomes: readonly string[] = output.shape.outcome.options;
    expect(new Set([...named, ...byDefault])).toEqual(new Set(outcomes));
    expect(named.filter((outcome) => byDefault.some((each) => each === outcome))).toEqual([]);
    expect(Default).toBeDefined();
  });

  it('asks verification only for phases that it knows', () => {
    const phases = states
      .flatMap(([, { Choices = [] }]) => Choices)
      .flatMap(({ Condition, Assign }) => [...namesIn(Condition, 'phase'), Assign?.['phase']])
      .filter((phase) => phase !== undefined);

    expect(new Set(phases)).toEqual(new Set(VerifyInput.shape.phase.options));
  });
});

/** The texts that a condition compares a variable with. */
function namesIn(condition: string, variable: string): readonly string[] {
  return [...condition.matchAll(new RegExp(`\\$${variable} = '([a-z-]+)'`, 'g'))].map(
    ([, name = '']) => name,
  );
}

function nextOf({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] {
  const all = [Next, Default, ...Choices.map((rule) => rule.Next), ...Catch.map((rule) => rule.Next)];
  return all.filter((next) => next !== undefined);
}

/** The state itself and all that can come after it. */
function reachedFrom(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const name of reached) {
    const state = definition.States[name];
    for (const next of state ? nextOf(state) : []) reached.add(next);
  }
  return reached;
}

/** The rules, defaults among them, that lead from a Choice into a state. */
function rulesInto(target: string): readonly z.infer<typeof Rule>[] {
  const rules = states.flatMap(([, { Choices = [], Default, Assign }]) => [
    ...Choices,
    ...(Default ? [Rule.parse({ Condition: 'by default', Next: Default, Assign })] : []),
  ]);
  return rules.filter(({ Next }) => Next === target);
}
