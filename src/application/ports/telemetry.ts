// What the observe plane needs of the world, in its own words.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Change } from '#domain/change/change.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import type { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import type { PollState } from '#domain/poll/poll.ts';
import type { MetricQuery, MetricSeries } from '#domain/signal/signal.ts';

export interface Clock {
  now(): Instant;
}

export interface MetricSource {
  /** Points with `from <= at < to` that can be read now, one series per query, in the order of the queries. */
  read(queries: readonly MetricQuery[], from: Instant, to: Instant): Promise<readonly MetricSeries[]>;
}

/** The rolling state of each service's detection; written only over the version that was read. */
export interface WatchStore {
  load(serviceId: ServiceId): Promise<ServiceWatch | undefined>;
  /** False when another writer was faster: the caller's work is void and nothing is lost. */
  save(watch: ServiceWatch, seen: ServiceWatch | undefined): Promise<boolean>;
}

export interface HealthStore {
  /** Idempotent per service and minute. */
  put(record: HealthRecord): Promise<void>;
  latest(serviceId: ServiceId): Promise<HealthRecord | undefined>;
  /** Oldest first, `from <= at < to`. */
  list(serviceId: ServiceId, from: Instant, to: Instant): Promise<readonly HealthRecord[]>;
}

export interface PollStore {
  all(): Promise<readonly PollState[]>;
  put(state: PollState): Promise<void>;
}

export interface AnomalyStore {
  /** Idempotent by id. */
  put(anomaly: Anomaly): Promise<void>;
  find(anomalyId: AnomalyId): Promise<Anomaly | undefined>;
  /** Oldest first, `from <= at < to`. */
  list(serviceId: ServiceId, from: Instant, to: Instant): Promise<readonly Anomaly[]>;
}

export interface ChangeStore {
  /** Idempotent by id. */
  put(change: Change): Promise<void>;
  /** Oldest first, `from <= at < to`. */
  list(serviceIds: readonly ServiceId[], from: Instant, to: Instant): Promise<readonly Change[]>;
}
