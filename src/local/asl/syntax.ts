// What a JSONata expression refers to, read from its syntax tree without evaluating it, so that a definition with a
// misspelt variable or a function that Step Functions lacks is refused before it runs.

import { isRecord } from './json.ts';

/** What an expression reads from outside itself. */
export interface References {
  /** Names of variables and functions, without `$`. */
  readonly names: ReadonlySet<string>;
  /** Members of `$states` that are read, such as `input`. */
  readonly statesFields: ReadonlySet<string>;
  /** Whether it reads the evaluation context (`$`, `$$` or a bare name), which has no value in a state machine. */
  readonly readsContext: boolean;
}

interface Findings {
  readonly used: Set<string>;
  readonly bound: Set<string>;
  readonly statesFields: Set<string>;
  readonly seen: Set<unknown>;
}

/** Finds the references in a tree of the jsonata package. A name bound anywhere in an expression counts as its own. */
export function findReferences(tree: unknown): References {
  const findings: Findings = { used: new Set(), bound: new Set(), statesFields: new Set(), seen: new Set() };
  walk(tree, findings);
  const names = [...findings.used].filter((name) => !findings.bound.has(name) && name !== '' && name !== '$');
  return { names: new Set(names), statesFields: findings.statesFields, readsContext: startsInContext(tree) };
}

function walk(node: unknown, findings: Findings): void {
  if (typeof node !== 'object' || node === null || findings.seen.has(node)) return;
  findings.seen.add(node);
  if (!Array.isArray(node) && isRecord(node)) inspect(node, findings);
  for (const child of Object.values(node)) walk(child, findings);
}

function inspect(node: Readonly<Record<string, unknown>>, findings: Findings): void {
  if (node['type'] === 'variable' && typeof node['value'] === 'string') findings.used.add(node['value']);
  if (node['type'] === 'bind') bind(node['lhs'], findings);
  if (node['type'] === 'lambda') for (const parameter of listOf(node['arguments'])) bind(parameter, findings);
  for (const marker of [node['focus'], node['index']]) {
    if (typeof marker === 'string') findings.bound.add(marker);
  }
  if (node['type'] === 'path') inspectPath(listOf(node['steps']), findings);
}

function bind(target: unknown, findings: Findings): void {
  if (isRecord(target)) findings.bound.add(String(target['value']));
}

function inspectPath([root, member]: readonly unknown[], findings: Findings): void {
  if (!isRecord(root) || root['type'] !== 'variable' || root['value'] !== 'states') return;
  if (isRecord(member) && member['type'] === 'name') findings.statesFields.add(String(member['value']));
}

const CONTEXT_TYPES: ReadonlySet<unknown> = new Set(['name', 'wildcard', 'descendant', 'parent']);

/** Steps after the first, predicates and function bodies have a context of their own: only the outside is looked at. */
function startsInContext(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(startsInContext);
  if (!isRecord(node)) return false;
  if (CONTEXT_TYPES.has(node['type'])) return true;
  if (node['type'] === 'variable') return node['value'] === '' || node['value'] === '$';
  if (node['type'] === 'path') return startsInContext(listOf(node['steps'])[0]);
  if (node['type'] === 'lambda' || node['type'] === 'transform') return false;
  return ['lhs', 'rhs', 'expression', 'expressions', 'condition', 'then', 'else', 'arguments'].some((part) =>
    startsInContext(node[part]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
