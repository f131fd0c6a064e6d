// JSON values: all that a state machine can hold, and all that its execution is made of.

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** The largest input, result, output or set of variables, in bytes of UTF-8 JSON (Step Functions quota, 256 KiB). */
export const MAX_PAYLOAD_BYTES = 262_144;

/** Whether a value is larger than a state may take, return or assign. */
export function isTooLarge(value: Json): boolean {
  const text = JSON.stringify(value);
  return text.length > MAX_PAYLOAD_BYTES || Buffer.byteLength(text) > MAX_PAYLOAD_BYTES;
}

/** Whether a value is an object with named members (not null, not an array). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json): value is JsonObject {
  return isRecord(value);
}

/**
 * The plain JSON equal of a value, or undefined where there is none. Results of JSONata have no prototype and their
 * arrays carry extra properties, so they are copied; members without a JSON value are left out, as JSON does.
 */
export function toPlainJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) return value.map((element) => toPlainJson(element) ?? null);
  return isRecord(value) && !isFunction(value) ? copyMembers(value) : undefined;
}

/** JSONata represents its own functions by marked objects. */
function isFunction(value: object): boolean {
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}

function copyMembers(value: Readonly<Record<string, unknown>>): JsonObject {
  const copy: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    const plain = toPlainJson(member);
    if (plain !== undefined) copy[name] = plain;
  }
  return copy;
}
