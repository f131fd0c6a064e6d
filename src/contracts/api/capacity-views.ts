// What the API tells of the coming demand and of the tasks that it needs.

import * as z from 'zod/mini';
import { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import { Horizon } from '#domain/demand/horizon.ts';
import { Instant, ServiceId } from '#domain/ids.ts';

/** The busiest moment of a horizon, requests a second. */
export const DemandPeak = z.object({
  horizon: Horizon,
  at: Instant,
  /** One in ten such moments is quieter than `low`, half are busier than `expected`, one in twenty busier than `atMost`. */
  low: z.number(),
  expected: z.number(),
  atMost: z.number(),
});
export type DemandPeak = z.infer<typeof DemandPeak>;

/** How earlier forecasts of a horizon came true. */
export const HorizonTrust = z.object({
  horizon: Horizon,
  /** Their error, in errors of "as yesterday": below 1 is better. */
  ratio: z.number(),
  /** Share of values between q10 and q90: 0.8 is meant. */
  coverage: z.number(),
  /** Share of values below what capacity is planned for: 0.95 is meant (K11). */
  held: z.number(),
  /** Values judged. */
  points: z.int(),
});
export type HorizonTrust = z.infer<typeof HorizonTrust>;

/** Tasks for the coming week, or day where no week can be foretold yet. */
export const CapacityOutlookPlan = z.object({
  horizon: Horizon,
  /** Most tasks that any of its hours needs, and the first hour that does. */
  tasks: z.int(),
  at: Instant,
  /** One step up an hour at most, early enough; never one down. */
  steps: z.readonly(z.array(z.object({ at: Instant, fromTasks: z.int(), toTasks: z.int() }))),
  /** The first hour that comes too soon for that, or asks for more than may be paid for. */
  shortAt: z.optional(Instant),
  /** What the added tasks cost until the end of the horizon. */
  addedDollars: z.number(),
  /** More tasks would be planned if `maxAddedDollarsPerWeek` of the service allowed it. */
  isCapped: z.boolean(),
  /** Nobody has said how large a task is: half a processor and one gigabyte are reckoned with. */
  isTaskSizeAssumed: z.boolean(),
  /** Hours of tasks that no demand asks for; scaling in follows measured load, never a forecast. */
  spareTaskHours: z.number(),
});
export type CapacityOutlookPlan = z.infer<typeof CapacityOutlookPlan>;

export const CapacityOutlook = z.object({
  serviceId: ServiceId,
  /** Absent until it was looked at for the first time, within an hour of the start. */
  madeAt: z.optional(Instant),
  /** How long its demand is known, days. */
  historyDays: z.number(),
  /** False where simple forecasts spoke alone. */
  isByModel: z.boolean(),
  /** Requests a second, now. */
  demand: z.optional(z.number()),
  tasks: z.optional(z.int()),
  /** Requests a second that one task carries; absent while that is being learned, and for what has no tasks. */
  taskCapacity: z.optional(z.number()),
  peaks: z.array(DemandPeak),
  plan: z.optional(CapacityOutlookPlan),
  spike: z.optional(ForeseenSpike),
  /** What became of that spike, in a sentence. */
  spikeNote: z.optional(z.string()),
  trust: z.array(HorizonTrust),
});
export type CapacityOutlook = z.infer<typeof CapacityOutlook>;

export const CapacityAnswer = z.object({
  now: Instant,
  /** Of the price table that costs come from. */
  prices: z.object({ month: z.string(), region: z.string() }),
  services: z.array(CapacityOutlook),
});
export type CapacityAnswer = z.infer<typeof CapacityAnswer>;
