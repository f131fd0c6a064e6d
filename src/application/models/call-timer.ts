// How long calls of a model take (M46): each is counted, answered or not. Without a stopwatch, as in a simulation that
// must be the same at every run, nothing is measured.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Log, Stopwatch } from '#application/ports/operations.ts';

export interface CallTimerDeps {
  readonly log: Log;
  readonly stopwatch?: Stopwatch | undefined;
}

export interface CallTimer {
  /** The answer of a call, which is counted even if it fails. */
  time<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** What the last call took; undefined before the first one, and without a stopwatch. */
  lastMilliseconds(): number | undefined;
}

/** A timer of some calls. */
export function makeCallTimer({ log, stopwatch }: CallTimerDeps): CallTimer {
  let last: number | undefined;
  return {
    async time(call) {
      if (!stopwatch) return call();
      const begun = stopwatch.milliseconds();
      try {
        return await call();
      } finally {
        last = stopwatch.milliseconds() - begun;
        log.count('ModelInferenceMilliseconds', last);
      }
    },
    lastMilliseconds: () => last,
  };
}

/** The same model, its calls timed. */
export function timedModel(model: AnomalyModel, timer: CallTimer): AnomalyModel {
  return { ...model, score: (...rows) => timer.time(() => model.score(...rows)) };
}
