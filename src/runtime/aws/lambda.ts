// The outermost shell of a function on AWS: binds the handler to its adapters at the first call, and keeps that for the
// calls that follow, until what was bound says that it is out of date. Nothing is decided here.

import type { Unbound } from '#runtime/step.ts';
import type { LambdaLog } from './log.ts';

interface Logging {
  readonly log: LambdaLog;
  /** Asked before every call but the first; whoever answers true is bound anew. Absent: it never is. */
  isOutdated?(): Promise<boolean>;
}

/** A handler as Lambda calls it. When binding fails the next call tries again. */
export function lambda<Deps, Output>(
  handler: Unbound<Deps, Output>,
  makeDeps: () => Promise<Deps & Logging> | (Deps & Logging),
): (event: unknown) => Promise<Output> {
  let bound: Promise<Bound<Output>> | undefined;
  return async (event) => {
    bound = bound ? renew(await bound, () => bind(handler, makeDeps)) : bind(handler, makeDeps);
    const { run, log } = await bound.catch((error: unknown) => {
      bound = undefined;
      throw error;
    });
    try {
      return await run(event);
    } finally {
      log.flush();
    }
  };
}

/** What cannot be bound anew goes on as it was: out of date is better than not at all. */
async function renew<Output>(
  bound: Bound<Output>,
  bindAnew: () => Promise<Bound<Output>>,
): Promise<Bound<Output>> {
  if (!(await bound.isOutdated?.())) return bound;
  return bindAnew().catch((error: unknown) => {
    bound.log.record('model-review-failed', { reason: String(error) });
    return bound;
  });
}

interface Bound<Output> extends Logging {
  run(event: unknown): Promise<Output>;
}

async function bind<Deps, Output>(
  handler: Unbound<Deps, Output>,
  makeDeps: () => Promise<Deps & Logging> | (Deps & Logging),
): Promise<Bound<Output>> {
  const deps = await makeDeps();
  return { ...deps, run: handler(deps) };
}
