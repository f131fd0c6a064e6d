// What the failure model is to learn: how long after each moment below the limit the metric goes above it.

import { pointsIn, type RegularSeries } from '#domain/forecast/regular-series.ts';

/** Minutes ahead that are looked at. */
export const LONGEST_MINUTES = 60;
/** The limits that each metric is asked about: a share of its first third, and a margin in ways from the median to it. */
export const TRAINED_LIMITS = [
  { name: 'p99', share: 0.99, margin: 0 },
  { name: 'p99+10%', share: 0.99, margin: 0.1 },
  { name: 'p99+30%', share: 0.99, margin: 0.3 },
  { name: 'p95', share: 0.95, margin: 0 },
] as const;
export type TrainedLimit = (typeof TRAINED_LIMITS)[number];

/** The limit by the first third of the values; undefined when none of them is known. */
export function limitFor(values: Float64Array, { share, margin }: TrainedLimit): number | undefined {
  const known = values
    .slice(0, Math.ceil(values.length / 3))
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (part: number) => known[Math.floor((known.length - 1) * part)] ?? 0;
  return known.length === 0 ? undefined : at(share) + margin * (at(share) - at(0.5));
}

/**
 * By index, minutes until the first value above the limit, 0 when there is none within the hour; undefined where that
 * is no question (above already, or unknown) or has no answer (less than half of the hour is known).
 */
export function minutesToCrossing(
  { values, periodSeconds }: RegularSeries,
  limit: number,
): readonly (number | undefined)[] {
  const steps = pointsIn(LONGEST_MINUTES, periodSeconds);
  return Array.from(values, (value, at) => {
    if (Number.isNaN(value) || value > limit) return undefined;
    const ahead = values.subarray(at + 1, at + 1 + steps);
    const first = ahead.findIndex((next) => next > limit);
    if (first >= 0) return Math.round(((first + 1) * periodSeconds) / 60);
    return ahead.filter((next) => !Number.isNaN(next)).length * 2 < steps ? undefined : 0;
  });
}
