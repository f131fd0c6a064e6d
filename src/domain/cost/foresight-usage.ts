// What a month of predicting failures uses, by the number of services and how closely they are watched: a small part of what
// polling them does, because CloudWatch bills for a metric and not for the week of points that is read of it.

import type { Usage } from '#domain/cost/estimate.ts';
import { MONTH_MINUTES, type WatchedFleet } from '#domain/cost/usage.ts';
import { CALM_TICKS, PREDICTION_PERIOD_SECONDS } from '#domain/failure/cadence.ts';

const TICK_MINUTES = PREDICTION_PERIOD_SECONDS / 60;
/** Of a usual web service: processor and memory. */
const LIMITED_METRICS = 2;
/** Assumed from the sizes of items: the outlook, three hours of predictions, changes and the states of polling. */
const READS_PER_LOOK = 5;
/** Assumed likewise: the predictions, the same again with what came of them, and the outlook. */
const WRITES_PER_LOOK = 6;
/** Measured: two series of a week take 15 ms to prepare; reading and writing is waited for beside that. */
const SECONDS_PER_LOOK = 0.05;
const MEMORY_GB = 1;
/** Lambda's own lines and the embedded metrics of one call. */
const LOG_GB_PER_CALL = 1.5e-6;

/** What predictions of a fleet use in a month. */
export function foresightUsage({ services, rate }: WatchedFleet): Usage {
  const ticks = MONTH_MINUTES / TICK_MINUTES;
  const looks = (services * ticks) / (rate === 'calm' ? CALM_TICKS : 1);
  return {
    'metrics-read': looks * LIMITED_METRICS,
    'table-reads': looks * READS_PER_LOOK,
    'table-writes': looks * WRITES_PER_LOOK,
    'function-time': looks * SECONDS_PER_LOOK * MEMORY_GB,
    'function-requests': ticks,
    'logs-written': ticks * LOG_GB_PER_CALL,
  };
}
