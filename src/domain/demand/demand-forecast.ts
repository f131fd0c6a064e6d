// What is known of the coming demand of one service: forecasts of the next hour, day and week, what a task can do, and
// how far earlier forecasts came true. One record for each service, of bounded size, written anew at every look.

import * as z from 'zod/mini';
import { DemandCurve } from '#domain/demand/demand-curve.ts';
import { ForecastScore } from '#domain/demand/forecast-score.ts';
import { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import { Horizon } from '#domain/demand/horizon.ts';
import { ShadowForecast } from '#domain/demand/shadow-forecast.ts';
import { Instant, ServiceId } from '#domain/ids.ts';

/** What one task carries, and when that was learned. */
export const LearnedUnit = z.readonly(
  z.object({
    /** Requests a second that one task carries at the planned processor use. */
    capacity: z.number(),
    at: Instant,
  }),
);
export type LearnedUnit = z.infer<typeof LearnedUnit>;

export const DemandForecast = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** When it was made. */
    at: Instant,
    /** How long the demand has been known, days: below two nothing is said of the day. */
    historyDays: z.number(),
    /** SHA-256 of the model that mixed it; absent when simple forecasts spoke alone. */
    modelHash: z.optional(z.string()),
    /** Requests a second in the newest known five minutes. */
    demand: z.number(),
    /** Tasks that there are, or that the autoscaler's floor will make; absent for what has none. */
    tasks: z.optional(z.int()),
    unit: z.optional(LearnedUnit),
    curves: z.partialRecord(Horizon, DemandCurve),
    /** Earlier forecasts that wait for their end, to be held against what came. */
    tests: z.partialRecord(Horizon, DemandCurve),
    scores: z.partialRecord(Horizon, ForecastScore),
    /** What the version in its trial says of the same times: never shown or acted upon. */
    shadow: z.optional(ShadowForecast),
    /** The next spike that the tasks would not carry. */
    spike: z.optional(ForeseenSpike),
    /** Why nothing was asked for that spike, or that it was; a sentence. */
    spikeNote: z.optional(z.string()),
    /** The spike that capacity was asked for last: nobody is asked twice. */
    askedSpikeAt: z.optional(Instant),
  }),
);
export type DemandForecast = z.infer<typeof DemandForecast>;
