// JSONata expressions in a definition: `"{% … %}"` strings, parsed once when a machine is loaded and evaluated often.

import jsonata from 'jsonata';
import { ok, type Result, refuse } from '#domain/result.ts';
import { STATES_ERRORS, StateError } from './errors.ts';
import { isJsonObject, isRecord, type Json, toPlainJson } from './json.ts';
import { findReferences, type References } from './syntax.ts';

/** The names an expression is evaluated with, without `$`: variables, `states`, and functions. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A parsed expression. */
export interface Expression {
  readonly references: References;
  evaluate(bindings: Bindings): Promise<unknown>;
}

/** Parsed expressions of a machine by their text, `{%` and `%}` included. */
export type Expressions = ReadonlyMap<string, Expression>;

/** Whether a string is meant as an expression; whether it is a sound one shows when it is compiled. */
export function looksLikeExpression(text: string): boolean {
  return text.startsWith('{%') || text.endsWith('%}');
}

/** Parses an expression, or says why it cannot be. */
export function compileExpression(text: string): Result<Expression, string> {
  if (text.length < 4 || !text.startsWith('{%') || !text.endsWith('%}')) {
    return refuse('an expression must start with "{%" and end with "%}", without anything around them');
  }
  try {
    const parsed = jsonata(text.slice(2, -2));
    return ok({
      references: findReferences(parsed.ast()),
      evaluate: async (bindings) => parsed.evaluate(undefined, bindings),
    });
  } catch (error) {
    return refuse(`cannot be parsed: ${describeFault(error)}`);
  }
}

/** jsonata throws plain objects as well as errors. */
function describeFault(error: unknown): string {
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}

/** A value of a definition whose strings may be expressions, and where it stands. */
export interface Template {
  readonly value: Json;
  /** The field, as error messages name it. */
  readonly field: string;
  readonly expressions: Expressions;
}

/**
 * The template with every expression replaced by its result. Names of members are never evaluated.
 * @throws StateError States.QueryEvaluationError when an expression fails or gives nothing.
 */
export async function evaluateTemplate(template: Template, bindings: Bindings): Promise<Json> {
  const { value } = template;
  if (typeof value === 'string') return evaluateText(template, value, bindings);
  if (Array.isArray(value)) return evaluateList(template, value, bindings);
  if (!isJsonObject(value)) return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    const part = { ...template, value: member, field: `${template.field}/${name}` };
    result[name] = await evaluateTemplate(part, bindings);
  }
  return result;
}

async function evaluateList(template: Template, values: readonly Json[], bindings: Bindings): Promise<Json> {
  const result: Json[] = [];
  for (const [index, value] of values.entries()) {
    const part = { ...template, value, field: `${template.field}/${index}` };
    result.push(await evaluateTemplate(part, bindings));
  }
  return result;
}

async function evaluateText(template: Template, text: string, bindings: Bindings): Promise<Json> {
  const expression = template.expressions.get(text);
  if (!expression) return text;
  const about = `The JSONata expression '${text.slice(2, -2).trim()}' specified for the field '${template.field}'`;
  const result = await expression.evaluate(bindings).catch((error: unknown) => {
    throw queryError(`${about} threw an error during evaluation. ${describeFault(error)}`, template.field);
  });
  const plain = toPlainJson(result);
  if (plain === undefined) throw queryError(`${about} returned nothing (undefined).`, template.field);
  return plain;
}

/** The error of an expression that failed or gave a value of the wrong type. */
export function queryError(cause: string, field: string): StateError {
  return new StateError(STATES_ERRORS.queryEvaluation, cause, field);
}
