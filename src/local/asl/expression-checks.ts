// Checks of what a definition's expressions say: they parse, their functions exist, the variables they read are
// assigned somewhere in reach, and no inner scope assigns a variable of an outer one.

import { compileExpression, type Expression, looksLikeExpression } from './expression.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { isRecord } from './json.ts';
import { type Problem, pointerTo } from './problems.ts';
import type { PlacedState, Scope } from './scope.ts';

/** What the expressions of a definition amount to. */
export interface ExpressionReport {
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly problems: readonly Problem[];
}

/** Parses and checks the expressions of all scopes. */
export function checkExpressions(scopes: readonly Scope[]): ExpressionReport {
  const expressions = new Map<string, Expression>();
  const problems = scopes.flatMap((scope) => findShadowing(scope));
  for (const scope of scopes) {
    const known = new Set([...variablesInReach(scope), ...FUNCTION_NAMES, 'states']);
    for (const text of scope.states.flatMap(findTexts)) {
      const compiled = compileExpression(text.text);
      if (compiled.ok) expressions.set(text.text, compiled.value);
      const faults = compiled.ok ? findFaults(compiled.value, text, known) : [compiled.refusal];
      problems.push(...faults.map((message) => ({ pointer: text.pointer, message })));
    }
  }
  return { expressions, problems };
}

/** A string of a state that is meant as an expression, and the members of `$states` it may read. */
interface Text {
  readonly text: string;
  readonly pointer: string;
  readonly readable: readonly string[];
}

const BEFORE = ['input', 'context'];
const AFTER = [...BEFORE, 'result'];
const FAILED = [...BEFORE, 'errorOutput'];

/** Types of states that produce a result of their own. */
const PRODUCERS: ReadonlySet<unknown> = new Set(['Task', 'Parallel', 'Map']);
/** Fields that are not values: comments are prose, and inner scopes are looked at for themselves. */
const NO_VALUES: ReadonlySet<string> = new Set(['Comment', 'Branches', 'ItemProcessor']);

function findTexts({ raw, pointer }: PlacedState): Text[] {
  if (!isRecord(raw)) return [];
  return Object.entries(raw).flatMap(([field, value]) => {
    if (NO_VALUES.has(field)) return [];
    return collect(value, pointerTo(pointer, [field]), readableIn(raw['Type'], field));
  });
}

function readableIn(type: unknown, field: string): readonly string[] {
  if (field === 'Catch') return FAILED;
  const isAfter = field === 'Output' || field === 'Assign';
  return isAfter && PRODUCERS.has(type) ? AFTER : BEFORE;
}

function collect(value: unknown, pointer: string, readable: readonly string[]): Text[] {
  if (typeof value === 'string')
    return looksLikeExpression(value) ? [{ text: value, pointer, readable }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => name !== 'Comment' || pointer.endsWith('/Assign'))
    .flatMap(([name, member]) => collect(member, pointerTo(pointer, [name]), readable));
}

function findFaults({ references }: Expression, { readable }: Text, known: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  if (references.readsContext) faults.push('nothing is the context here: start from $states or a variable');
  for (const name of references.names) {
    if (known.has(name)) continue;
    faults.push(
      name === 'eval'
        ? '$eval is not available in Step Functions: use $parse'
        : `$${name} is never assigned in this scope, and is no function: assign it, or correct the name`,
    );
  }
  for (const field of references.statesFields) {
    if (readable.includes(field)) continue;
    faults.push(
      `$states.${field} is not available here: only ${readable.map((each) => `$states.${each}`).join(', ')}`,
    );
  }
  return faults;
}

function variablesInReach(scope: Scope | undefined): string[] {
  return scope ? [...assignedIn(scope).keys(), ...variablesInReach(scope.parent)] : [];
}

/** Variables a scope itself assigns, each with a pointer to one place that does. */
function assignedIn(scope: Scope): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>();
  for (const { raw, pointer } of scope.states) addAssigned(raw, pointer, assigned);
  return assigned;
}

function addAssigned(rule: unknown, pointer: string, assigned: Map<string, string>): void {
  if (!isRecord(rule)) return;
  if (isRecord(rule['Assign'])) {
    for (const name of Object.keys(rule['Assign'])) assigned.set(name, pointerTo(pointer, ['Assign', name]));
  }
  for (const field of ['Catch', 'Choices']) {
    const rules: unknown = rule[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, each] of rules.entries())
      addAssigned(each, pointerTo(pointer, [field, index]), assigned);
  }
}

function findShadowing(scope: Scope): Problem[] {
  const outer = new Set(variablesInReach(scope.parent));
  return [...assignedIn(scope)]
    .filter(([name]) => outer.has(name))
    .map(([name, pointer]) => ({
      pointer,
      message: `$${name} belongs to an outer scope, which an inner one can read but not assign: rename one of them`,
    }));
}
