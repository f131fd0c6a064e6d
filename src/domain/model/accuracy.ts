// How right a model was, month by month (K18): whether it gets better with what it is taught.

import type { IncidentLabel } from '#domain/feedback/label.ts';
import type { Instant } from '#domain/ids.ts';
import type { MonthlyAccuracy } from '#domain/model/model.ts';

/** An ended incident as it is counted. */
export interface CountedIncident {
  readonly at: Instant;
  readonly probability: number;
  readonly label: IncidentLabel;
}

/** Two years: long enough to see a trend. */
const MONTHS_KEPT = 24;

/**
 * The months of these incidents anew, for labels come late, and the earlier ones as they were. The month in which the
 * incidents begin (`from`) is not whole among them, and stays as it was once counted.
 */
export function recount(
  before: readonly MonthlyAccuracy[],
  incidents: readonly CountedIncident[],
  from: Instant,
): readonly MonthlyAccuracy[] {
  const labelled = incidents.filter(({ label }) => label !== 'unknown');
  const counted = [...Map.groupBy(labelled, ({ at }) => monthOf(at))].map(([month, own]) =>
    accuracyOf(month, own),
  );
  return renewMonths(before, counted, from);
}

/** The months as they are counted now, and those that begin before `from` as they were. */
export function renewMonths(
  before: readonly MonthlyAccuracy[],
  counted: readonly MonthlyAccuracy[],
  from: Instant,
): readonly MonthlyAccuracy[] {
  const known = before.filter(({ month }) => month <= monthOf(from));
  const months = new Map([...counted, ...known].map((accuracy) => [accuracy.month, accuracy]));
  return [...months.values()]
    .toSorted((one, other) => one.month.localeCompare(other.month))
    .slice(-MONTHS_KEPT);
}

/** `2026-11`, in UTC. */
function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7);
}

function accuracyOf(month: string, incidents: readonly CountedIncident[]): MonthlyAccuracy {
  const confirmed = incidents.filter(({ label }) => label === 'trouble').length;
  const misses = incidents.map(({ probability, label }) => (probability - Number(label === 'trouble')) ** 2);
  return {
    month,
    labelled: incidents.length,
    confirmed,
    brier: misses.reduce((total, miss) => total + miss, 0) / incidents.length,
  };
}
