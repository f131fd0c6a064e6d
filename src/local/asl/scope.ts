// The nesting of a definition: the machine, the branches of Parallel and the processors of Map are scopes of states,
// each with its own start and its own variables. Read tolerantly, so that the checks find all problems at once.

import { en } from 'zod/locales';
import { STATE_SCHEMAS, type State, type StateType } from './definition.ts';
import { isRecord } from './json.ts';
import { type Problem, pointerTo, problemsOf } from './problems.ts';

/** A state in its place. `definition` is absent when its shape is wrong, which is a problem of its own. */
export interface PlacedState {
  readonly name: string;
  readonly pointer: string;
  readonly definition: State | undefined;
  /** What the definition says, right or wrong. */
  readonly raw: unknown;
}

/** A set of states that can lead to each other. */
export interface Scope {
  readonly pointer: string;
  readonly startAt: string | undefined;
  readonly states: readonly PlacedState[];
  readonly parent: Scope | undefined;
}

/** All scopes of a definition, outermost first, and the problems in the shape of their states. */
export function readScopes(definition: unknown): { scopes: Scope[]; problems: Problem[] } {
  const reading: Reading = { scopes: [], problems: [] };
  readScope(reading, { raw: definition, pointer: '', parent: undefined });
  return reading;
}

interface Reading {
  readonly scopes: Scope[];
  readonly problems: Problem[];
}

interface Place {
  readonly raw: unknown;
  readonly pointer: string;
  readonly parent: Scope | undefined;
}

function readScope(reading: Reading, { raw, pointer, parent }: Place): void {
  if (!isRecord(raw) || !isRecord(raw['States'])) return;
  const startAt = typeof raw['StartAt'] === 'string' ? raw['StartAt'] : undefined;
  const named = Object.entries(raw['States']);
  const states = named.map(([name, state]) =>
    readState(reading, state, {
      name,
      pointer: pointerTo(pointer, ['States', name]),
    }),
  );
  const scope: Scope = { pointer, startAt, states, parent };
  reading.scopes.push(scope);
  for (const [name, state] of named)
    readInner(reading, state, { pointer: pointerTo(pointer, ['States', name]), parent: scope });
}

function readState(
  reading: Reading,
  raw: unknown,
  place: Pick<PlacedState, 'name' | 'pointer'>,
): PlacedState {
  const parsed = parseState(raw, place.pointer);
  if (!Array.isArray(parsed)) return { ...place, raw, definition: parsed };
  reading.problems.push(...parsed);
  return { ...place, raw, definition: undefined };
}

function parseState(raw: unknown, pointer: string): State | Problem[] {
  if (!isRecord(raw)) return [{ pointer, message: 'must be an object with a "Type"' }];
  if (!isStateType(raw['Type'])) {
    const message = `must be one of ${Object.keys(STATE_SCHEMAS).join(', ')}`;
    return [{ pointer: pointerTo(pointer, ['Type']), message }];
  }
  const schema = STATE_SCHEMAS[raw['Type']];
  const parsed = schema.safeParse(raw, { error: en().localeError });
  return parsed.success ? parsed.data : problemsOf(parsed.error, pointer, Object.keys(schema.shape));
}

function isStateType(value: unknown): value is StateType {
  return typeof value === 'string' && Object.hasOwn(STATE_SCHEMAS, value);
}

function readInner(reading: Reading, raw: unknown, place: Omit<Place, 'raw'>): void {
  if (!isRecord(raw)) return;
  const branches: readonly unknown[] = Array.isArray(raw['Branches']) ? raw['Branches'] : [];
  for (const [index, branch] of branches.entries()) {
    readScope(reading, { ...place, raw: branch, pointer: pointerTo(place.pointer, ['Branches', index]) });
  }
  const pointer = pointerTo(place.pointer, ['ItemProcessor']);
  readScope(reading, { ...place, raw: raw['ItemProcessor'], pointer });
}

/** The states a state may lead to, each with the pointer of the field that says so. */
export function targetsOf({ definition, pointer }: PlacedState): { name: string; pointer: string }[] {
  if (!definition) return [];
  const targets: { name: string; pointer: string }[] = [];
  const add = (name: string | undefined, path: readonly PropertyKey[]) => {
    if (name !== undefined) targets.push({ name, pointer: pointerTo(pointer, path) });
  };
  if ('Next' in definition) add(definition.Next, ['Next']);
  if ('Catch' in definition) {
    for (const [index, rule] of (definition.Catch ?? []).entries()) add(rule.Next, ['Catch', index, 'Next']);
  }
  if (definition.Type === 'Choice') {
    for (const [index, rule] of definition.Choices.entries()) add(rule.Next, ['Choices', index, 'Next']);
    add(definition.Default, ['Default']);
  }
  return targets;
}
