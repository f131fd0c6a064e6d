// Made-up series of the kinds that services publish, at the periods that monitors use: where the recorded sets have few
// of a kind (one point a minute over weeks), these stand in for it.

import { between, openStream, pick, type RandomStream } from '#local/fleet/random.ts';
import { injectAnomalies } from './injection.ts';
import type { RecordedSeries } from './recorded-series.ts';

/** A Monday at 00:00 UTC. */
const START = Date.UTC(2024, 0, 1);
const SECONDS_PER_DAY = 86_400;
/** Days of history at each period, so that no period outweighs the others. */
const DAYS_BY_PERIOD = { 60: 12, 300: 28, 3600: 120 } as const;
const PERIODS = [60, 300, 3600] as const;

const KINDS = ['requests', 'latency', 'errors', 'gauge', 'sawtooth', 'business'] as const;
type Kind = (typeof KINDS)[number];

/** `count` labelled series, the same for the same seed. */
export function* makeSyntheticSeries(count: number, seed: number): Generator<RecordedSeries> {
  for (let i = 0; i < count; i++) {
    const random = openStream(seed, `series/${i}`);
    const kind = KINDS[i % KINDS.length] as Kind;
    const periodSeconds = PERIODS[Math.floor(i / KINDS.length) % PERIODS.length] as (typeof PERIODS)[number];
    const length = Math.round((DAYS_BY_PERIOD[periodSeconds] * SECONDS_PER_DAY) / periodSeconds);
    const { values, labels } = injectAnomalies(makeValues(kind, { periodSeconds, length }, random), random);
    yield {
      dataset: 'synthetic',
      name: `${kind}/${i}`,
      periodSeconds,
      points: values.map((value, index) => ({
        at: START + index * periodSeconds * 1000,
        value,
        isLabelled: labels[index] ?? false,
      })),
    };
  }
}

interface Grid {
  readonly periodSeconds: number;
  readonly length: number;
}

function makeValues(kind: Kind, grid: Grid, random: RandomStream): number[] {
  const demand = demandOver(grid, random);
  const level = 10 ** between(random, -1, 4);
  const noise = noiseOver(grid.length, random);
  switch (kind) {
    case 'requests':
      return demand.map((at, i) => Math.max(0, level * at * (1 + (noise[i] ?? 0))));
    case 'business':
      return demand.map((at, i) => Math.round(Math.max(0, 30 * at * (1 + 2 * (noise[i] ?? 0)))));
    case 'latency':
      return demand.map((at, i) => level * (1 + 0.3 * at) * Math.exp(2 * (noise[i] ?? 0)));
    case 'errors':
      return demand.map((at, i) => rareErrors(at, noise[i] ?? 0, random));
    case 'gauge':
      return gaugeOver(demand, noise, random);
    case 'sawtooth':
      return sawtoothOver(grid, noise, random);
  }
}

/** Around 1: a day's wave with a sharper or blunter peak, a weekly pattern, and daily jobs in one case of three. */
function demandOver({ periodSeconds, length }: Grid, random: RandomStream): number[] {
  const amplitude = between(random, 0, 0.9);
  const sharpness = between(random, 0.6, 2.5);
  const phase = between(random, 0, 1);
  const weekend = between(random, 0.4, 1.1);
  const jobAt = random.uniform() < 0.33 ? between(random, 0, 1) : undefined;
  const jobSize = between(random, 0.5, 4);
  const growth = between(random, -0.2, 0.3);
  return Array.from({ length }, (_, i) => {
    const day = (i * periodSeconds) / SECONDS_PER_DAY;
    const wave = (0.5 + 0.5 * Math.sin(2 * Math.PI * (day + phase))) ** sharpness;
    const isWeekend = Math.floor(day) % 7 >= 5;
    const isJob = jobAt !== undefined && (day + 1 - jobAt) % 1 < 0.02;
    const base = 1 - amplitude + 2 * amplitude * wave + (isJob ? jobSize : 0);
    return base * (isWeekend ? weekend : 1) * (1 + (growth * i) / length);
  });
}

/** Coloured noise with now and then a heavy tail, as a share of the level. */
function noiseOver(length: number, random: RandomStream): number[] {
  const scale = Math.exp(between(random, Math.log(0.005), Math.log(0.25)));
  const memory = between(random, 0, 0.9);
  const tail = pick(random, [0, 0, 0.002, 0.01]);
  let carried = 0;
  return Array.from({ length }, () => {
    carried = memory * carried + Math.sqrt(1 - memory ** 2) * random.normal();
    const isTail = random.uniform() < tail;
    return scale * carried * (isTail ? 4 : 1);
  });
}

function rareErrors(demand: number, noise: number, random: RandomStream): number {
  const mean = 0.15 * demand * Math.exp(noise);
  let count = 0;
  for (let limit = Math.exp(-mean), product = random.uniform(); product > limit; count++)
    product *= random.uniform();
  return count;
}

/** 0 to 100: follows the demand, with the steps of deployments. */
function gaugeOver(demand: readonly number[], noise: readonly number[], random: RandomStream): number[] {
  const perDemand = between(random, 5, 40);
  let offset = between(random, 0, 30);
  return demand.map((at, i) => {
    if (random.uniform() < 1 / 3000) offset = between(random, 0, 30);
    return Math.min(100, Math.max(0, offset + perDemand * at * (1 + (noise[i] ?? 0))));
  });
}

/** Fills and is emptied: caches, heaps, queues, log disks. */
function sawtoothOver({ length }: Grid, noise: readonly number[], random: RandomStream): number[] {
  const period = Math.exp(between(random, Math.log(20), Math.log(800)));
  const low = between(random, 10, 40);
  const high = low + between(random, 5, 50);
  return Array.from(
    { length },
    (_, i) => low + (high - low) * ((i % period) / period) + 20 * (noise[i] ?? 0),
  );
}
