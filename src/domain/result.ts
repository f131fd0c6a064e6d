// Expected refusals are values, not exceptions: a function that may say no returns a Result.

export type Result<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

/** A success carrying its value. */
export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

/** An expected refusal carrying its reason. */
export function refuse<Refusal>(refusal: Refusal): Result<never, Refusal> {
  return { ok: false, refusal };
}
