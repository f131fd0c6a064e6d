// Every number that detection is tuned by, with its unit and its reason. Part of fleetmedic.yaml; all have defaults.

import * as z from 'zod/mini';
import type { IndicatorName } from '#domain/signal/indicator.ts';

const number = (byDefault: number, minimum: number, maximum: number) =>
  z._default(z.number().check(z.minimum(minimum), z.maximum(maximum)), byDefault);
const count = (byDefault: number, minimum: number, maximum: number) =>
  z._default(z.int().check(z.minimum(minimum), z.maximum(maximum)), byDefault);

interface RuleDefaults {
  readonly direction: 'above' | 'below' | 'both';
  readonly relativeMargin: number;
  readonly absoluteMargin: number;
  readonly prior?: number;
}

/**
 * How far an indicator must leave what is expected before it can count, however steady it usually is. A deviation
 * must pass both margins and the learned band.
 */
function rule({ direction, relativeMargin, absoluteMargin, prior }: RuleDefaults) {
  const fields = {
    /** The side on which a deviation does harm. */
    direction: z._default(z.enum(['above', 'below', 'both']), direction),
    /** Part of the expected value. */
    relativeMargin: number(relativeMargin, 0, 100),
    /** In the indicator's own unit. */
    absoluteMargin: number(absoluteMargin, 0, 1e9),
    /** Expected before anything was learned; without one nothing is judged until ten points were seen. */
    prior: prior === undefined ? z.optional(z.number()) : z._default(z.number(), prior),
  };
  return z.prefault(z.readonly(z.strictObject(fields)), {});
}

const IndicatorRules = z.strictObject({
  /** Two requests in a hundred: below that, retries hide it from users. */
  'error-share': rule({ direction: 'above', relativeMargin: 0.5, absoluteMargin: 0.02, prior: 0 }),
  /** Half as slow again, and by 100 ms, which is when people begin to notice. */
  'latency-p50': rule({ direction: 'above', relativeMargin: 0.5, absoluteMargin: 0.05 }),
  'latency-p99': rule({ direction: 'above', relativeMargin: 0.5, absoluteMargin: 0.1 }),
  /** Demand may halve or double in minutes without anything being wrong. */
  throughput: rule({ direction: 'both', relativeMargin: 0.6, absoluteMargin: 0.5 }),
  /** One target of ten is what a rolling deployment takes out. */
  'healthy-share': rule({ direction: 'below', relativeMargin: 0, absoluteMargin: 0.12, prior: 1 }),
  /** Percent of the limit: smaller moves of CPU and memory are scheduling and caches. */
  cpu: rule({ direction: 'above', relativeMargin: 0.3, absoluteMargin: 15 }),
  memory: rule({ direction: 'above', relativeMargin: 0.2, absoluteMargin: 10 }),
  connections: rule({ direction: 'above', relativeMargin: 0.5, absoluteMargin: 10 }),
  /** Seconds: a minute and a half of waiting is what a consumer restart costs. */
  'queue-age': rule({ direction: 'above', relativeMargin: 1, absoluteMargin: 90 }),
  'queue-depth': rule({ direction: 'above', relativeMargin: 1, absoluteMargin: 100 }),
  /** Of what it measures nothing is known: the learned band speaks, on either side, and less than a tenth is no news. */
  value: rule({ direction: 'both', relativeMargin: 0.1, absoluteMargin: 0 }),
} satisfies Record<IndicatorName, unknown>);

const Learning = z.strictObject({
  /** Largest move of the level per minute, in usual spreads: a day's swing is followed, an incident's is not (M37). */
  rate: number(0.05, 0.001, 1),
  /** After a change the level follows this many times faster, for so long (B4). */
  changeFactor: number(5, 1, 20),
  changeMinutes: count(60, 0, 1440),
});

const Bands = z.strictObject({
  /** Width of the band in spreads; nine of ten points lie within one spread, so 3 is about five standard deviations. */
  width: number(3, 1, 20),
  /** A deviation of so many band widths is strong: two minutes of it are enough. An error share of 6 %, for example. */
  strongFactor: number(3, 1, 20),
});

const Persistence = z.strictObject({
  /** Abnormal minutes of the last `window` that make an anomaly (M of N, M41). */
  required: count(3, 1, 30),
  window: count(5, 1, 30),
  /** Strong abnormal minutes in a row that make one. */
  strongRequired: count(2, 1, 30),
});

const Failures = z.strictObject({
  /** A minute fails its checks at this error share, or when no more than this share of targets is healthy. */
  errorShare: number(0.1, 0.001, 1),
  healthyShare: number(0.5, 0, 1),
  /** Failed requests that a share must rest on, or it says nothing. */
  minimumFailures: count(5, 1, 1_000_000),
});

const Trends = z.strictObject({
  /** A limit that will be crossed within so many minutes is an anomaly already. */
  horizonMinutes: count(30, 5, 240),
  /** And within so many it is foretold in the health record: an hour is what people need to look, and a deployment to go out. */
  warningMinutes: count(60, 5, 240),
  /** Part of the limit that must be used up: below it a rise is growth. */
  minimumUse: number(0.6, 0, 1),
  /** Percent at which a task is as good as out of memory (garbage collection or the kernel ends it). */
  memoryLimit: number(95, 1, 100),
  /** Percent at which a processor has nothing left to give: warned of, and never an anomaly, for work alone is no harm. */
  cpuLimit: number(95, 1, 100),
  /** What a pool holds is not published: so many times its usual use is foretold as its limit, and never an anomaly. */
  assumedReserve: number(2, 1.1, 20),
  /** Seconds of waiting that no queue's consumer should reach. */
  queueAgeLimit: number(900, 1, 1e6),
});

const Model = z.strictObject({
  /** The probability of trouble from which the model votes. */
  bar: number(0.25, 0.01, 1),
  /** The model's vote counts only with this part of a threshold deviation: novelty alone is no harm. */
  deviationShare: number(0.6, 0, 1),
});

export const DetectionSettings = z.strictObject({
  /** C1-independent: requests below which an error share is taken as if so many had come. */
  minimumRequests: count(20, 1, 1_000_000),
  /** Minutes without any user-visible indicator, after which the service's state is unknown (B1). */
  staleMinutes: count(3, 1, 60),
  /** How many pages of one service a week may be false: each raises its bar, and quiet lowers it again (X5). */
  falsePagesPerWeek: number(1, 0.05, 100),
  /** A service is read every minute when all of its indicators together are so many times as odd as usual. */
  oddness: number(4, 1, 100),
  learning: z.prefault(Learning, {}),
  bands: z.prefault(Bands, {}),
  persistence: z.prefault(Persistence, {}),
  failures: z.prefault(Failures, {}),
  trends: z.prefault(Trends, {}),
  model: z.prefault(Model, {}),
  indicators: z.prefault(IndicatorRules, {}),
});
export type DetectionSettings = z.infer<typeof DetectionSettings>;

/** All settings at their defaults. */
export const DEFAULT_DETECTION_SETTINGS: DetectionSettings = DetectionSettings.parse({});
