// Lifecycle events as one JSON line each, and metrics as running totals.

import type { Log } from '#application/ports/operations.ts';
import type { MetricName } from '#contracts/metrics.ts';

export interface CountingLog extends Log {
  /** What was counted so far. */
  totals(): Readonly<Partial<Record<MetricName, number>>>;
}

/** A log that writes each line with `write`; without one the lines are dropped and only the totals kept. */
export function makeLog(write?: (line: string) => void): CountingLog {
  const totals: Partial<Record<MetricName, number>> = {};
  return {
    record(event, fields) {
      write?.(JSON.stringify({ event, ...fields }));
    },
    count(metric, value) {
      totals[metric] = (totals[metric] ?? 0) + value;
    },
    totals: () => totals,
  };
}
