// The outermost shell of a function on AWS: binds the handler to its adapters at the first call, and keeps that for the
// calls that follow. Nothing is decided here.

import type { Unbound } from '#runtime/step.ts';
import type { LambdaLog } from './log.ts';

interface Logging {
  readonly log: LambdaLog;
}

/** A handler as Lambda calls it. When binding fails the next call tries again. */
export function lambda<Deps, Output>(
  handler: Unbound<Deps, Output>,
  makeDeps: () => Promise<Deps & Logging> | (Deps & Logging),
): (event: unknown) => Promise<Output> {
  let bound: Promise<Bound<Output>> | undefined;
  return async (event) => {
    bound ??= bind(handler, makeDeps);
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

interface Bound<Output> extends Logging {
  run(event: unknown): Promise<Output>;
}

async function bind<Deps, Output>(
  handler: Unbound<Deps, Output>,
  makeDeps: () => Promise<Deps & Logging> | (Deps & Logging),
): Promise<Bound<Output>> {
  const deps = await makeDeps();
  return { run: handler(deps), log: deps.log };
}
