// A service is what users name: some resources, the services it depends on, and how far Fleetmedic may go with it.

import * as z from 'zod/mini';
import { ResourceId, ServiceId } from '#domain/ids.ts';
import { Mode } from '#domain/mode/mode.ts';
import { StrategyName } from '#domain/plan/plan.ts';

const minutesOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

const weekly = {
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).check(z.minLength(1)),
  /** UTC, `HH:MM`; an end before its start is on the next day. */
  start: minutesOfDay,
  end: minutesOfDay,
};

/** Days and times that come every week. */
export const WeeklyWindow = z.strictObject(weekly);
export type WeeklyWindow = z.infer<typeof WeeklyWindow>;

/** A time in which something is announced or forbidden. Weekly by days and times (UTC), or once from one instant to another. */
export const CalendarEntry = z.union([
  z.strictObject({
    name: z.string(),
    /** `freeze`: nothing is changed. `event`: more load is announced. `maintenance`: deviations are expected. */
    kind: z.enum(['freeze', 'event', 'maintenance']),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
  }),
  z.strictObject({
    name: z.string(),
    kind: z.enum(['freeze', 'event', 'maintenance']),
    ...weekly,
  }),
]);
export type CalendarEntry = z.infer<typeof CalendarEntry>;

export const Service = z.strictObject({
  id: ServiceId,
  /** How much harm its failure does; weighs in severity and risk. */
  tier: z._default(z.enum(['critical', 'standard', 'optional']), 'standard'),
  resources: z.array(ResourceId).check(z.minLength(1)),
  /** CloudWatch log groups of which error lines are collected; others are not read. */
  logGroups: z._default(z.array(z.string().check(z.minLength(1), z.maxLength(512))), []),
  /** Services and external dependencies it calls. */
  dependsOn: z._default(z.array(ServiceId), []),
  mode: z.optional(Mode),
  strategies: z._default(z.partialRecord(StrategyName, Mode), {}),
  calendar: z._default(z.array(CalendarEntry), []),
  /** C2: failed checks in a row before the service counts as unhealthy. */
  maxFailuresBeforeRecovery: z._default(z.int().check(z.minimum(1), z.maximum(60)), 3),
  /** False pages a week that are bearable of this service, in place of `detection.falsePagesPerWeek`. */
  falsePagesPerWeek: z.optional(z.number().check(z.minimum(0.05), z.maximum(100))),
  /** What its owner has promised: this share of requests succeeds, over thirty days. Says what an incident costs of it (B10). */
  objective: z.optional(
    z.strictObject({ availability: z.number().check(z.minimum(0.5), z.maximum(0.99999)) }),
  ),
  /** Tasks that automation may scale it to, whatever the autoscaler's own bounds. */
  maxTasks: z._default(z.int().check(z.minimum(1), z.maximum(5000)), 50),
  /** What one of its tasks is billed for; half a processor and one gigabyte are reckoned with where it is absent. */
  taskSize: z.optional(
    z.strictObject({
      vcpus: z.number().check(z.minimum(0.25), z.maximum(16)),
      memoryGb: z.number().check(z.minimum(0.5), z.maximum(120)),
    }),
  ),
  /** Dollars a week that tasks may cost which are added ahead of demand; any amount where it is absent (M57). */
  maxAddedDollarsPerWeek: z.optional(z.number().check(z.minimum(0), z.maximum(1e6))),
  /** Tasks that must stay healthy during any act (I13). */
  minHealthyTasks: z._default(z.int().check(z.minimum(1), z.maximum(5000)), 1),
  /** Share of all requests that pass through it, 0 to 1, where known. */
  trafficShare: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});
export type Service = z.infer<typeof Service>;
