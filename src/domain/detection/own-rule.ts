// A rule of one's own (M49): what the owner of a service holds to be wrong, whatever is usual for it. Part of
// fleetmedic.yaml; judged every minute beside what Fleetmedic has learned.

import * as z from 'zod/mini';
import { type Instant, ServiceId } from '#domain/ids.ts';
import { Severity } from '#domain/incident/severity-scale.ts';
import { isInForce } from '#domain/service/calendar.ts';
import { WeeklyWindow } from '#domain/service/service.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** Longer than an hour is no alarm any more, but a goal. */
const MOST_MINUTES = 60;
const MOST_CHARACTERS = 80;

export const OwnRule = z.strictObject({
  name: z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(MOST_CHARACTERS),
      z.describe('What the rule is called in incidents; each has a name of its own.'),
    ),
  services: z
    ._default(z.union([z.literal('all'), z.array(ServiceId).check(z.minLength(1))]), 'all')
    .check(z.describe('The ids of the services that it is for, or "all".')),
  indicator: IndicatorName.check(
    z.describe(
      'What is looked at. Shares are 0 to 1, latencies and ages seconds, cpu and memory percent, throughput requests per second.',
    ),
  ),
  above: z
    .optional(z.number())
    .check(
      z.describe(
        'The rule is broken by a greater value, in the unit of the indicator. Either this or "below".',
      ),
    ),
  below: z
    .optional(z.number())
    .check(
      z.describe(
        'The rule is broken by a smaller value, in the unit of the indicator. Either this or "above".',
      ),
    ),
  forMinutes: z
    ._default(z.int().check(z.minimum(1), z.maximum(MOST_MINUTES)), 1)
    .check(z.describe('Known minutes in a row that must break it.')),
  severity: z
    .optional(Severity)
    .check(z.describe('What an incident that it opens is graded at least; graded by its harm when absent.')),
  only: z
    .optional(WeeklyWindow)
    .check(z.describe('The days and times (UTC) in which it holds; always when absent.')),
});
export type OwnRule = z.infer<typeof OwnRule>;

/** The rules that are for a service. */
export function rulesFor(rules: readonly OwnRule[], serviceId: ServiceId): readonly OwnRule[] {
  return rules.filter(({ services }) => services === 'all' || services.includes(serviceId));
}

/** Whether a value of its indicator breaks a rule at a moment. */
export function isBrokenBy({ above, below, only }: OwnRule, value: number, at: Instant): boolean {
  if (only && !isInForce(only, at)) return false;
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}
