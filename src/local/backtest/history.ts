// Everything that a backtest is given of the past: metrics, changes, and the incidents that people know of.

import type { Change } from '#domain/change/change.ts';
import { type MetricExport, readMetricExport } from './metric-export.ts';
import { type KnownIncident, readChanges, readKnownIncidents } from './recorded-events.ts';

export interface HistoryFiles {
  /** `<service>.csv`, or a folder of them. */
  readonly metrics: string;
  readonly changes?: string | undefined;
  readonly incidents?: string | undefined;
}

export interface History {
  readonly recorded: MetricExport;
  /** Oldest first; undefined where no file was given. */
  readonly changes: readonly Change[] | undefined;
  readonly known: readonly KnownIncident[] | undefined;
}

/** Reads the files. Throws InvalidInputError naming file and line for what cannot be read. */
export async function readHistory({ metrics, changes, incidents }: HistoryFiles): Promise<History> {
  return {
    recorded: await readMetricExport(metrics),
    changes: changes === undefined ? undefined : await readChanges(changes),
    known: incidents === undefined ? undefined : await readKnownIncidents(incidents),
  };
}
