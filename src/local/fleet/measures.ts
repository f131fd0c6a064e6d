// The value of each signal for the minute that has passed, as the monitoring of AWS would measure it: sampled, rounded,
// and absent where CloudWatch has no point.

import type { SignalName } from '#domain/signal/signal.ts';
import { quantileOf } from './latency.ts';
import { databaseOf, type Plant, type ServiceView } from './plant.ts';
import { poissonCount, type RandomStream } from './random.ts';

/** Spread of a quantile's estimate from n requests is this over the square root of n. */
const QUANTILE_SPREAD: Readonly<Partial<Record<SignalName, { share: number; spread: number }>>> = {
  'latency-p50': { share: 0.5, spread: 0.8 },
  'latency-p90': { share: 0.9, spread: 1.2 },
  'latency-p95': { share: 0.95, spread: 1.6 },
  'latency-p99': { share: 0.99, spread: 3 },
  'latency-p999': { share: 0.999, spread: 6 },
};
const MOST_SPREAD = 0.3;
/** Relative spread of gauges read once or twice a minute. */
const CPU_SPREAD = 0.015;
const MEMORY_SPREAD = 0.004;
const CONNECTIONS_SPREAD = 0.02;

/** Random draws for one minute of a service; taken whether needed or not, so that every minute takes as many. */
export interface SamplingDraws {
  readonly uniform: number;
  readonly normals: readonly number[];
}

const NORMAL_DRAWS = 4;

/** The draws of one minute. */
export function drawSampling(stream: RandomStream): SamplingDraws {
  const uniform = stream.uniform();
  const normals = new Array<number>(NORMAL_DRAWS);
  for (let index = 0; index < NORMAL_DRAWS; index += 1) normals[index] = stream.normal();
  return { uniform, normals };
}

/** The measured value of a signal of the service itself, or undefined where there is no point. */
export function measure(view: ServiceView, signal: SignalName, draws: SamplingDraws): number | undefined {
  const { minute } = view.state;
  const [first = 0, second = 0, third = 0, fourth = 0] = draws.normals;
  switch (signal) {
    case 'request-count':
      return absentWhenZero(poissonCount(minute.requests, draws.uniform, first));
    case 'error-count':
      return absentWhenZero(poissonCount(minute.targetErrors, draws.uniform, second));
    case 'healthy-targets':
      return minute.healthyMin;
    case 'unhealthy-targets':
      return minute.unhealthyMax;
    case 'running-tasks':
      return minute.runningSum / minute.steps;
    case 'memory':
      return percent(minute.memoryMax, MEMORY_SPREAD, third);
    case 'cpu':
      return percent(minute.cpuSum / minute.steps, CPU_SPREAD, fourth);
    default:
      return measureLatency(view, signal, draws);
  }
}

/** Processor use of the service's own tasks, in percent, exact: what the autoscaler acts on. */
export function cpuPercentOf({ state }: ServiceView): number {
  return (100 * state.minute.cpuSum) / state.minute.steps;
}

/** The measured value of a signal of the service's database. */
export function measureDatabase(
  plant: Plant,
  { spec }: ServiceView,
  signal: SignalName,
  draws: SamplingDraws,
): number | undefined {
  const database = databaseOf(plant, spec);
  if (!database || database.steps === 0) return undefined;
  const normal = draws.normals[3] ?? 0;
  if (signal === 'cpu') return percent(database.cpuSum / database.steps, CPU_SPREAD, normal);
  return Math.round(database.connectionsMax * (1 + CONNECTIONS_SPREAD * Math.tanh(normal)));
}

function absentWhenZero(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function percent(share: number, spread: number, normal: number): number {
  return Math.round(Math.min(100, Math.max(0, 100 * share * (1 + spread * normal))) * 100) / 100;
}

/** One draw for all quantiles of a minute, so that they never cross. */
function measureLatency(
  { state }: ServiceView,
  signal: SignalName,
  draws: SamplingDraws,
): number | undefined {
  const { histogram } = state.minute;
  const quantile = QUANTILE_SPREAD[signal];
  const requests = state.minute.answered;
  if (requests < 1 || !quantile) return undefined;
  const spread = Math.min(MOST_SPREAD, quantile.spread / Math.sqrt(requests));
  const value = quantileOf(histogram, requests, quantile.share) * Math.exp(spread * (draws.normals[0] ?? 0));
  return Math.round(value * 1e6) / 1e6;
}

/** The measured value of a signal of the queue that the service consumes. */
export function measureQueue(plant: Plant, { spec }: ServiceView, signal: SignalName): number | undefined {
  const queue = plant.state.queues[spec.consumes ?? -1];
  if (!queue) return undefined;
  switch (signal) {
    case 'queue-depth':
      return Math.round(queue.depthMax);
    case 'queue-age':
      return Math.round(queue.ageMax);
    case 'queue-sent':
      return Math.round(queue.sent);
    default:
      return Math.round(queue.deleted);
  }
}
