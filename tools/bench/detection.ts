// How fast detection is and what it keeps in memory, measured on made-up services:
//   node --expose-gc tools/bench/detection.ts [models folder]
// Each function returns its figures, so that other benchmarks can call it.

import { argv, cpuUsage, memoryUsage, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import { collectFeatureRows, splitScores } from '#domain/detection/feature-rows.ts';
import { judgeMinute } from '#domain/detection/judge-minute.ts';
import { type MinuteObservation, observeMinute } from '#domain/detection/observe-minute.ts';
import { packWatch, unpackWatch } from '#domain/detection/packed-watch.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';
import { loadShippedModel } from '#local/models.ts';
import { LEARNING_CONTEXT } from '../features/learning-context.ts';

const START = Date.UTC(2026, 0, 5);
const MS_PER_MINUTE = 60_000;
/** Warm-up and measured minutes: the buffers are full after three hours. */
const WARM_UP_MINUTES = 200;
const MEASURED_MINUTES = 20;
const settings = DEFAULT_DETECTION_SETTINGS;

/** A cheap wave with a little noise: the values matter less than that they differ. */
function waveAt(minute: number, phase: number): number {
  const noise = ((minute * 7919 + phase * 104_729) % 1000) / 1000;
  return 1 + 0.3 * Math.sin((2 * Math.PI * minute) / 1440 + phase) + 0.1 * noise;
}

function readingAt(minute: number, service: number): MinuteReading {
  const wave = (phase: number) => waveAt(minute, service + phase);
  return {
    at: Instant.parse(START + minute * MS_PER_MINUTE),
    indicators: {
      'error-share': 0.001 * wave(1),
      'latency-p50': 0.05 * wave(2),
      'latency-p99': 0.2 * wave(3),
      throughput: 50 * wave(4),
      'healthy-share': 1,
      cpu: 40 * wave(5),
      memory: 50 * wave(6),
      connections: Math.round(20 * wave(7)),
    },
    percentiles: {},
    requests: 3000,
    failures: 3,
  };
}

interface Fleet {
  readonly watches: (ServiceWatch | undefined)[];
}

function observeFleet({ watches }: Fleet, minute: number): MinuteObservation[] {
  return watches.flatMap((watch, index) => {
    const serviceId = ServiceId.parse(`service-${index}`);
    const context = { serviceId, periodSeconds: 60, isTeaching: true, settings };
    const observed = observeMinute(watch, readingAt(minute, index), context);
    if (!observed) return [];
    watches[index] = observed.watch;
    return [observed.observation];
  });
}

/** One tick of all services of the fleet: observe, score in one call, judge. */
async function tickFleet(fleet: Fleet, minute: number, model: AnomalyModel | undefined): Promise<void> {
  const observations = observeFleet(fleet, minute);
  const { features, rowCount, windows } = collectFeatureRows(observations);
  const logits = model && splitScores(observations, await model.score(features, rowCount, windows));
  observations.forEach((observation, index) => {
    const watch = fleet.watches[index];
    if (!watch) return;
    fleet.watches[index] = judgeMinute(watch, observation, {
      anomalyId: AnomalyId.parse(`anomaly-${index}-${minute}`),
      detectedAt: observation.reading.at,
      model: model && {
        logits: logits?.[index] ?? [],
        hash: model.info.hash,
        parameters: model.parameters,
        periodSeconds: 60,
      },
      maxFailures: 3,
      settings,
    }).watch;
  });
}

/** Points per second of one core's time that one series takes in, with all features, once the code is warm. */
export function measureFeatures(points = 200_000): { readonly pointsPerSecond: number } {
  const context = { ...LEARNING_CONTEXT, periodSeconds: 60 };
  const series = feedSeries();
  const takeMinutes = (from: number, to: number) => {
    for (let minute = from; minute < to; minute++)
      series.take({ at: START + minute * MS_PER_MINUTE, value: waveAt(minute, 0) }, context);
  };
  takeMinutes(0, points);
  const before = cpuUsage();
  takeMinutes(points, 2 * points);
  return { pointsPerSecond: (1e6 * points) / cpuUsage(before).user };
}

/** Ticks of a service (eight indicators, model included) per second, and the time of 300 series, on one core. */
export async function measureTicks(
  model: AnomalyModel | undefined,
  services = 38,
): Promise<{ readonly serviceTicksPerSecond: number; readonly msPer300Series: number }> {
  const fleet: Fleet = { watches: new Array(services).fill(undefined) };
  for (let minute = 0; minute < WARM_UP_MINUTES; minute++) await tickFleet(fleet, minute, model);
  const began = performance.now();
  for (let minute = 0; minute < MEASURED_MINUTES; minute++) {
    await tickFleet(fleet, WARM_UP_MINUTES + minute, model);
  }
  const msPerTick = (performance.now() - began) / MEASURED_MINUTES;
  return {
    serviceTicksPerSecond: (1000 * services) / msPerTick,
    msPer300Series: (300 * msPerTick) / (8 * services),
  };
}

/** What a thousand watched services keep in memory, and what one is when stored. */
export async function measureMemory(services = 1000): Promise<{
  readonly heapMb: number;
  readonly storedBytes: number;
  readonly packMs: number;
  readonly unpackMs: number;
}> {
  globalThis.gc?.();
  const before = memoryUsage().heapUsed;
  const first: Fleet = { watches: [undefined] };
  for (let minute = 0; minute < WARM_UP_MINUTES; minute++) await tickFleet(first, minute, undefined);
  const [watch] = first.watches;
  if (!watch) throw new Error('nothing was watched');
  const began = performance.now();
  const texts = Array.from({ length: services }, () => JSON.stringify(packWatch(watch)));
  const packed = performance.now();
  const watches: ServiceWatch[] = texts.map((text) => unpackWatch(JSON.parse(text)));
  const unpacked = performance.now();
  const storedBytes = texts[0]?.length ?? 0;
  texts.length = 0;
  globalThis.gc?.();
  const heapMb = (memoryUsage().heapUsed - before) / 2 ** 20;
  const [packMs, unpackMs] = [(packed - began) / watches.length, (unpacked - packed) / watches.length];
  return { heapMb, storedBytes, packMs, unpackMs };
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const loadBegan = performance.now();
  const loaded = await loadShippedModel(argv[2]);
  if (!loaded.ok) throw new Error(loaded.refusal);
  const model = loaded.value;
  const loadMs = performance.now() - loadBegan;
  const figures = {
    loadMs,
    ...measureFeatures(),
    ...(await measureTicks(model)),
    ...(await measureMemory()),
  };
  for (const [name, value] of Object.entries(figures))
    stdout.write(`${name.padEnd(24)}${value.toFixed(2)}\n`);
}
