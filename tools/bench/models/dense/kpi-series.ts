// Made-up KPIs of web services, a point a minute or five: days of several rush hours, weeks, holidays, deployments, jobs at
// night. On purpose not the series that the models learn from (tools/features/synthetic-series.ts): other curves, other
// noise, other seeds, so that what is measured on them was not learned from their like.

import { between, openStream, pick, poissonCount, type RandomStream } from '#local/fleet/random.ts';
import type { RecordedSeries } from '../../../features/recorded-series.ts';

const SECONDS_PER_DAY = 86_400;
/** A Monday at 00:00 UTC. */
const START = Date.UTC(2025, 2, 3);

const KINDS = ['traffic', 'latency', 'error-share', 'success-rate', 'utilisation', 'sessions'] as const;
export type KpiKind = (typeof KINDS)[number];

export interface KpiOrder {
  readonly count: number;
  readonly periodSeconds: number;
  readonly seed: number;
}

/** Shortest and longest history, in days. */
const DAYS = [14, 28] as const;

/** So many KPIs without any trouble, all kinds in turn, each of two to four weeks; the same for the same seed. */
export function* makeKpis({ count, periodSeconds, seed }: KpiOrder): Generator<RecordedSeries> {
  for (let i = 0; i < count; i++) {
    const random = openStream(seed, `kpi/${periodSeconds}/${i}`);
    const kind = KINDS[i % KINDS.length] as KpiKind;
    const days = Math.round(between(random, ...DAYS));
    const values = makeKpi(kind, { days, periodSeconds }, random);
    yield {
      dataset: 'made-up',
      name: `${kind}/${periodSeconds}/${i}`,
      periodSeconds,
      points: Array.from(values, (value, index) => ({
        at: START + index * periodSeconds * 1000,
        value,
        isLabelled: false,
      })),
    };
  }
}

export interface KpiGrid {
  readonly days: number;
  readonly periodSeconds: number;
}

/** The values of one KPI. */
export function makeKpi(kind: KpiKind, grid: KpiGrid, random: RandomStream): Float64Array {
  const demand = demandOver(grid, random);
  const wander = wanderOver(demand.length, grid.periodSeconds, random);
  const valueAt = VALUES[kind](random, grid.periodSeconds);
  return demand.map((at, i) => valueAt(at * Math.exp(wander[i] ?? 0)));
}

/** What a service publishes at a demand of about 1; drawn once for a series, then asked point after point. */
type Publish = (random: RandomStream, periodSeconds: number) => (demand: number) => number;

const VALUES: Readonly<Record<KpiKind, Publish>> = {
  traffic(random, periodSeconds) {
    const perPeriod = (10 ** between(random, 0.5, 4) * periodSeconds) / 60;
    return (demand) => countOf(perPeriod * demand, random);
  },
  latency(random) {
    const base = 10 ** between(random, 1, 3);
    const knee = between(random, 1.5, 4);
    const roughness = between(random, 0.02, 0.15);
    return (demand) => base * (1 + 0.15 * demand ** knee) * Math.exp(roughness * skewed(random));
  },
  'error-share'(random, periodSeconds) {
    const requests = (10 ** between(random, 2.5, 4.5) * periodSeconds) / 60;
    const share = 10 ** between(random, -3, -1.7);
    return (demand) => {
      const asked = Math.max(1, countOf(requests * demand, random));
      return countOf(share * asked, random) / asked;
    };
  },
  'success-rate'(random, periodSeconds) {
    const requests = (10 ** between(random, 2.5, 4.5) * periodSeconds) / 60;
    const failing = 10 ** between(random, -3, -1.5);
    return (demand) => {
      const asked = Math.max(1, countOf(requests * demand, random));
      return Math.max(0, 100 * (1 - countOf(failing * Math.sqrt(demand) * asked, random) / asked));
    };
  },
  utilisation(random) {
    const half = between(random, 0.8, 3);
    const roughness = between(random, 0.3, 2);
    return (demand) =>
      Math.min(100, Math.max(0, (100 * demand) / (demand + half) + roughness * random.normal()));
  },
  sessions(random) {
    const many = 10 ** between(random, 2, 5);
    const inertia = between(random, 0.8, 0.97);
    let held = many;
    return (demand) => {
      held = inertia * held + (1 - inertia) * many * demand;
      return Math.round(held * (1 + 0.004 * random.normal()));
    };
  },
};

function countOf(mean: number, random: RandomStream): number {
  return poissonCount(mean, random.uniform(), random.normal());
}

/** Normal with a longer way up, as waiting times have. */
function skewed(random: RandomStream): number {
  const step = random.normal();
  return step > 0 ? step * (1 + 0.3 * step) : step;
}

/** One rush of a day: when, how wide (in hours), and how high. */
type Rush = readonly [hour: number, width: number, height: number];

/** A mean of about 1: rushes of the day, other ones at weekends and on holidays, a job at night, days that differ. */
function demandOver({ days, periodSeconds }: KpiGrid, random: RandomStream): Float64Array {
  const night = between(random, 0.05, 0.6);
  const workday = drawRushes(random);
  const freeDay = drawRushes(random);
  const rest = between(random, 0.5, 1);
  const holiday = random.uniform() < 0.4 ? Math.floor(between(random, 8, days)) : -1;
  const job = drawJob(random);
  const restless = between(random, 0, 0.08);
  const perDay = SECONDS_PER_DAY / periodSeconds;
  const demand = new Float64Array(days * perDay);
  for (let day = 0; day < days; day++) {
    const isFree = day % 7 >= 5 || day === holiday;
    const level = (isFree ? rest : 1) * Math.exp(restless * random.normal());
    const jobStart = job.hour + job.jitter * random.normal();
    for (let i = 0; i < perDay; i++) {
      const hour = (24 * i) / perDay;
      const onJob = hour >= jobStart && hour < jobStart + job.hours ? job.size : 0;
      demand[day * perDay + i] = level * (night + rushAt(isFree ? freeDay : workday, hour)) + onJob;
    }
  }
  return demand;
}

function drawRushes(random: RandomStream): readonly Rush[] {
  const count = Math.floor(between(random, 2, 5));
  return Array.from({ length: count }, () => [
    between(random, 7, 23),
    between(random, 0.7, 4),
    between(random, 0.3, 1.2),
  ]);
}

/** Bumps on the clock's circle, so that midnight is no step. */
function rushAt(rushes: readonly Rush[], hour: number): number {
  let sum = 0;
  for (const [center, width, height] of rushes) {
    const angle = ((hour - center) / 24) * Math.PI;
    const sharpness = (24 / (Math.PI * width)) ** 2 / 2;
    sum += height * Math.exp(-sharpness * Math.sin(angle) ** 2);
  }
  return sum;
}

/** A job that comes every day at about the same time, in one of three series; its size is in parts of the usual demand. */
function drawJob(random: RandomStream) {
  const size = pick(random, [0, 0, between(random, 0.3, 1.5)]);
  return {
    size,
    hour: between(random, 0, 6),
    hours: between(random, 0.1, 1),
    jitter: between(random, 0, 0.05),
  };
}

const MINUTES_BETWEEN_DEPLOYMENTS = 7 * 1440;

/** What moves slowly: minutes that are like those before them, and small lasting steps of deployments. As a logarithm. */
function wanderOver(length: number, periodSeconds: number, random: RandomStream): Float64Array {
  const minutes = periodSeconds / 60;
  const memory = Math.exp(-minutes / between(random, 5, 60));
  const size = between(random, 0.003, 0.05);
  const rough = between(random, 0, 0.03);
  let carried = 0;
  let level = 0;
  return new Float64Array(length).map(() => {
    carried = memory * carried + Math.sqrt(1 - memory ** 2) * random.normal();
    if (random.uniform() < minutes / MINUTES_BETWEEN_DEPLOYMENTS) level += between(random, -0.05, 0.05);
    return size * carried + level + rough * random.normal();
  });
}
