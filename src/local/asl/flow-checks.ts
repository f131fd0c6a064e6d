// Checks of where states lead: every name is defined once, every target exists, every state can be reached, and the
// flow can end.

import { closest } from 'fastest-levenshtein';
import type { Problem } from './problems.ts';
import { pointerTo } from './problems.ts';
import { type PlacedState, type Scope, targetsOf } from './scope.ts';

/** The problems in the flow of all scopes of a definition. */
export function checkFlow(scopes: readonly Scope[]): Problem[] {
  return [...findDuplicates(scopes), ...scopes.flatMap(checkScope)];
}

/** The States language wants names to be unique in the whole machine, so that its history can be read. */
function findDuplicates(scopes: readonly Scope[]): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { name, pointer } of scopes.flatMap((scope) => scope.states)) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, pointer);
    else problems.push({ pointer, message: `the name "${name}" is taken by ${earlier}: rename one of them` });
  }
  return problems;
}

function checkScope(scope: Scope): Problem[] {
  const dangling = findDangling(scope);
  if (dangling.length > 0 || scope.states.some((state) => !state.definition)) return dangling;
  return [...findUnreachable(scope), ...findEndless(scope)];
}

function findDangling(scope: Scope): Problem[] {
  const names = scope.states.map((state) => state.name);
  const start = { name: scope.startAt ?? '', pointer: pointerTo(scope.pointer, ['StartAt']) };
  const targets = scope.startAt === undefined ? [] : [start];
  for (const state of scope.states) targets.push(...targetsOf(state));
  return targets
    .filter((target) => !names.includes(target.name))
    .map(({ name, pointer }) => ({ pointer, message: describeDangling(name, names) }));
}

function describeDangling(name: string, names: readonly string[]): string {
  const hint = names.length > 0 ? `; did you mean "${closest(name, names)}"?` : '';
  return `there is no state "${name}" beside it${hint}`;
}

function findUnreachable(scope: Scope): Problem[] {
  const byName = new Map(scope.states.map((state) => [state.name, state]));
  const reached = new Set<string>();
  const open = [scope.startAt ?? ''];
  for (const name of open) {
    const state = byName.get(name);
    if (!state || reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(state).map((target) => target.name));
  }
  return scope.states
    .filter((state) => scope.startAt !== undefined && !reached.has(state.name))
    .map(({ name, pointer }) => ({
      pointer,
      message: `no state leads to "${name}": lead to it or remove it`,
    }));
}

function findEndless(scope: Scope): Problem[] {
  if (scope.states.length === 0 || scope.states.some(isTerminal)) return [];
  const message = 'no state ends the flow: give one "End": true, or add a Succeed or Fail state';
  return [{ pointer: pointerTo(scope.pointer, ['States']), message }];
}

function isTerminal({ definition }: PlacedState): boolean {
  if (definition?.Type === 'Succeed' || definition?.Type === 'Fail') return true;
  return definition !== undefined && 'End' in definition && definition.End === true;
}
