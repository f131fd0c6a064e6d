// Turns a definition into a machine, or into the list of all that is wrong with it. Nothing that the interpreter would
// not carry out exactly as Step Functions does gets through.

import { en } from 'zod/locales';
import { ok, type Result, refuse } from '#domain/result.ts';
import { MachineDefinition, type State } from './definition.ts';
import { checkExpressions } from './expression-checks.ts';
import { checkFlow } from './flow-checks.ts';
import type { Machine } from './machine.ts';
import { describeProblems, type Problem, problemsOf } from './problems.ts';
import { readScopes, type Scope } from './scope.ts';

/** A definition that cannot be executed, with every reason. */
export interface InvalidDefinition {
  readonly reason: 'invalid-definition';
  readonly problems: readonly Problem[];
}

/** Checks a definition (parsed JSON) and prepares it for execution. */
export function loadMachine(name: string, definition: unknown): Result<Machine, InvalidDefinition> {
  const parsed = MachineDefinition.safeParse(definition, { error: en().localeError });
  const fields = Object.keys(MachineDefinition.shape);
  const problems = parsed.success ? [] : problemsOf(parsed.error, '', fields);
  const { scopes, problems: shapes } = readScopes(definition);
  const { expressions, problems: faults } = checkExpressions(scopes);
  problems.push(...shapes, ...checkFlow(scopes), ...faults);
  if (!parsed.success || problems.length > 0) return refuse({ reason: 'invalid-definition', problems });
  const { StartAt: startAt, TimeoutSeconds: timeoutSeconds } = parsed.data;
  return ok({ name, startAt, timeoutSeconds, states: collectStates(scopes), expressions });
}

function collectStates(scopes: readonly Scope[]): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  for (const { name, definition } of scopes.flatMap((scope) => scope.states)) {
    if (definition) states.set(name, definition);
  }
  return states;
}

/** The definition is wrong: only a person can correct it. */
export class InvalidDefinitionError extends Error {
  override readonly name = 'InvalidDefinitionError';
  readonly problems: readonly Problem[];

  constructor(machineName: string, problems: readonly Problem[]) {
    super(
      `State machine ${machineName} cannot be loaded; correct its definition:\n${describeProblems(problems)}`,
    );
    this.problems = problems;
  }
}

/** The machine of a definition. @throws InvalidDefinitionError naming every problem. */
export function requireMachine(name: string, definition: unknown): Machine {
  const loaded = loadMachine(name, definition);
  if (loaded.ok) return loaded.value;
  throw new InvalidDefinitionError(name, loaded.refusal.problems);
}
