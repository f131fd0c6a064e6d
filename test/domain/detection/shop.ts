// A made-up service with a daily rhythm and noise, minute by minute, and a watch on it: what detection is tried on.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { judgeMinute, type ModelOpinion } from '#domain/detection/judge-minute.ts';
import type { MinuteContext } from '#domain/detection/minute-context.ts';
import { observeMinute } from '#domain/detection/observe-minute.ts';
import type { OwnRule } from '#domain/detection/own-rule.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';
import { PROBABILITIES_AS_THEY_ARE } from './score-parameters.ts';

export const SHOP = ServiceId.parse('shop');
/** A Monday, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 0, 5);
export const MINUTES_PER_DAY = 1440;

/** What a minute of the shop is like when all is well; a test changes what it is about. */
export interface ShopMinute {
  requests: number;
  failureShare: number;
  latencyP99: number;
  healthyShare: number;
  cpu: number;
  memory: number;
  connections: number;
}

export type Disturbance = (minute: number, usual: ShopMinute) => Partial<ShopMinute> | 'lost';

/** Normally distributed noise with a seed, as a function of nothing but the seed. */
export function noiseOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  const share = () => uniformInt(generator, 1, 1_000_000) / 1_000_001;
  return () => Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share());
}

function usualMinute(minute: number, noise: () => number): ShopMinute {
  const load = 1 + 0.5 * Math.sin((2 * Math.PI * (minute - 360)) / MINUTES_PER_DAY) + 0.04 * noise();
  return {
    requests: Math.max(100, Math.round(3000 * load)),
    failureShare: Math.max(0, 0.001 + 0.0005 * noise()),
    latencyP99: 0.2 * (1 + 0.2 * load) * Math.exp(0.15 * noise()),
    healthyShare: 1,
    cpu: Math.max(1, 30 * load + 2 * noise()),
    memory: 50 + 0.5 * noise(),
    connections: Math.round(20 * load),
  };
}

/** The reading of one minute; a lost one has no points at all. */
export function readingOf(
  minute: number,
  noise: () => number,
  disturb: Disturbance = () => ({}),
): MinuteReading {
  const usual = usualMinute(minute, noise);
  const change = disturb(minute, usual);
  const at = Instant.parse(MONDAY + minute * 60_000);
  if (change === 'lost') return { at, indicators: {}, percentiles: {} };
  const now = { ...usual, ...change };
  const failures = Math.round(now.requests * now.failureShare);
  const indicators: IndicatorValues = {
    'error-share': failures / now.requests,
    'latency-p50': now.latencyP99 / 4,
    'latency-p99': now.latencyP99,
    throughput: now.requests / 60,
    'healthy-share': now.healthyShare,
    cpu: now.cpu,
    memory: now.memory,
    connections: now.connections,
  };
  return { at, indicators, percentiles: { p90: now.latencyP99 / 2 }, requests: now.requests, failures };
}

export interface WatchedShop {
  readonly watch: ServiceWatch | undefined;
  readonly anomalies: readonly Anomaly[];
  readonly records: readonly HealthRecord[];
}

export interface WatchOptions {
  readonly from: number;
  readonly to: number;
  readonly seed?: number;
  readonly watch?: ServiceWatch | undefined;
  readonly disturb?: Disturbance;
  /** What is known around a minute. */
  readonly context?: (minute: number) => Partial<MinuteContext>;
  /** The model's score of every row. */
  readonly modelScore?: number;
  readonly rules?: readonly OwnRule[];
}

/** A model whose raw opinions are probabilities already. */
function asOpinion(logits: readonly number[]): ModelOpinion {
  return { logits, hash: 'abc', parameters: PROBABILITIES_AS_THEY_ARE, periodSeconds: 60 };
}

/** Watches the shop from one minute to before another. */
export function watchShop({
  from,
  to,
  seed = 1,
  disturb,
  context,
  modelScore,
  rules,
  watch: before,
}: WatchOptions): WatchedShop {
  const noise = noiseOf(seed);
  const anomalies: Anomaly[] = [];
  const records: HealthRecord[] = [];
  const settings = DEFAULT_DETECTION_SETTINGS;
  let watch = before;
  for (let minute = from; minute < to; minute++) {
    const reading = readingOf(minute, noise, disturb);
    const around = { serviceId: SHOP, periodSeconds: 60, isTeaching: true, settings, ...context?.(minute) };
    const observed = observeMinute(watch, reading, around);
    if (!observed) continue;
    const { observations } = observed.observation;
    const judged = judgeMinute(observed.watch, observed.observation, {
      anomalyId: AnomalyId.parse(`anomaly-${minute}`),
      detectedAt: Instant.parse(reading.at + 90_000),
      model: modelScore === undefined ? undefined : asOpinion(observations.map(() => modelScore)),
      maxFailures: 3,
      settings,
      ...(rules && { rules: { rules, periodSeconds: 60 } }),
    });
    watch = judged.watch;
    records.push(judged.healthRecord);
    if (judged.anomaly) anomalies.push(judged.anomaly);
  }
  return { watch, anomalies, records };
}

/** The minute of the shop's clock that an anomaly belongs to. */
export function minuteOf({ at }: { readonly at: Instant }): number {
  return (at - MONDAY) / 60_000;
}
