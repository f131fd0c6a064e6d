// The surroundings of the observe plane for its tests: SQLite stores in memory, a recorded bus and queue, a metric source
// that can be filled, delayed and broken.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import type { Page } from '#application/ports/operations.ts';
import type { FleetmedicEvent, PollShard } from '#contracts/events.ts';
import type { FlagName } from '#contracts/flags.ts';
import { buildResourceId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import type { Instant } from '#domain/ids.ts';
import type { MetricQuery, MetricSeries, SignalName } from '#domain/signal/signal.ts';
import { makeLog } from '#runtime/log.ts';
import {
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  manualClock,
  resourceDescription,
  service,
  settings,
} from '../builders.ts';
import { PROBABILITIES_AS_THEY_ARE } from '../domain/detection/score-parameters.ts';

/** The resources of a service that can be watched in every way. */
export const CHECKOUT_TARGETS = buildResourceId({ type: 'target-group', scope: 'shop', name: 'checkout' });
export const MEASURED_CHECKOUT = service({ resources: [CHECKOUT_ECS, CHECKOUT_CONFIG, CHECKOUT_TARGETS] });

export function makeObserveWorld(overrides: { settings?: Partial<Settings> } = {}) {
  const clock = manualClock();
  const stores = makeSqliteStores(openDatabase(':memory:'), clock);
  const published: FleetmedicEvent[] = [];
  const shards: PollShard[] = [];
  const delays: number[] = [];
  const pages: Page[] = [];
  const lines: string[] = [];
  const off = new Set<FlagName>();
  const values = new Map<string, Map<number, number>>();
  let description = resourceDescription();

  const document = settings({ services: [MEASURED_CHECKOUT], ...overrides.settings });
  return {
    ...stores,
    clock,
    published,
    shards,
    /** Of each sending, in seconds. */
    delays,
    pages,
    lines,
    switchOff: (flag: FlagName) => off.add(flag),
    describeAs: (next: typeof description) => {
      description = next;
    },
    /** Publishes one value of a signal of any resource that has it. */
    publish: (signal: SignalName, at: Instant, value: number) => {
      const series = values.get(signal) ?? new Map<number, number>();
      values.set(signal, series.set(at, value));
    },
    settings: { current: async () => document },
    flags: { isOn: async (flag: FlagName) => !off.has(flag) },
    bus: {
      publish: async (events: readonly FleetmedicEvent[]) => {
        published.push(...events);
      },
    },
    pollQueue: {
      send: async (more: readonly PollShard[], delaySeconds = 0) => {
        shards.push(...more);
        delays.push(delaySeconds);
      },
    },
    metrics: {
      read: async (queries: readonly MetricQuery[], from: Instant, to: Instant): Promise<MetricSeries[]> =>
        queries.map((query) => ({
          query,
          points: [...(values.get(query.signal) ?? [])]
            .filter(([at]) => at >= from && at < to)
            .map(([at, value]) => ({ at: at as Instant, value })),
        })),
    },
    pager: {
      page: async (page: Page) => {
        pages.push(page);
      },
    },
    resources: { describe: async () => description },
    recoveries: {
      start: async () => undefined,
      answer: async () => true,
      stop: async () => undefined,
      isRunning: async () => true,
    },
    log: makeLog((line) => lines.push(line)),
    model: undefined as undefined | ReturnType<typeof steadyModel>,
  };
}

/** A model to which every row is as probably trouble as `score` says. */
export function steadyModel(score = 0.1) {
  return {
    info: { name: 'steady', hash: 'hash-of-steady', featureHash: 'any' },
    parameters: PROBABILITIES_AS_THEY_ARE,
    async score(features: Float32Array, rowCount: number): Promise<Float32Array> {
      if (features.length !== rowCount * FEATURE_COUNT) throw new Error('rows and features do not fit');
      return new Float32Array(rowCount).fill(score);
    },
  };
}

export type ObserveWorld = ReturnType<typeof makeObserveWorld>;
