// What came of what one version of a model said, as plain sums by name, day by day: they can be added up and need the
// answers themselves no more.

import * as z from 'zod/mini';

export const DailyOutcomes = z.readonly(
  z.object({
    /** `2026-11-23`, in UTC. */
    day: z.string(),
    /** By name, in letters and digits; a name that is missing is 0. */
    sums: z.readonly(z.record(z.string(), z.number())),
  }),
);
export type DailyOutcomes = z.infer<typeof DailyOutcomes>;

/** The sums of several days, or of several additions to one, together. */
export function addSums(all: readonly DailyOutcomes['sums'][]): DailyOutcomes['sums'] {
  const total: Record<string, number> = {};
  for (const sums of all)
    for (const [name, amount] of Object.entries(sums)) total[name] = (total[name] ?? 0) + amount;
  return total;
}
