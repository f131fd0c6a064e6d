// What three points of view say of one point of a service, from all of its metrics together. None sees all trouble: a
// lasting change is far from earlier days, a sudden one is a step, and a broken dependency moves metrics apart.

import { JointDistance } from '#domain/detection/joint-distance.ts';
import { MetricOddity } from '#domain/detection/metric-oddity.ts';

/** One point of a service: a value for each metric, in the same order each time; undefined where there is none. */
export interface JointPoint {
  readonly at: number;
  readonly values: readonly (number | undefined)[];
}

/** The opinions by place: far from earlier days, a step in that distance, metrics that move apart. */
const OPINION = { fromDays: 0, step: 1, apart: 2 } as const;
export const OPINION_COUNT = 3;
/** What each of them usually is: the medians over 36 services with 19 metrics each. */
export const USUAL_OPINIONS = Float64Array.of(0.15, 0.2, 0.55);

/** One metric says no more than this, in large distances, or a single spike would outweigh a move of all. */
export const LARGEST_ODDITY = 5;

export class JointOpinions {
  private readonly metrics: readonly MetricOddity[];
  private readonly together: JointDistance;
  private readonly distances: Float64Array;
  private readonly opinions = new Float64Array(OPINION_COUNT);

  constructor(metricCount: number, periodSeconds: number) {
    this.metrics = Array.from({ length: metricCount }, () => new MetricOddity(periodSeconds));
    this.together = new JointDistance(metricCount);
    this.distances = new Float64Array(metricCount);
  }

  /** By place, NaN where nothing is known yet. Shared: valid until the next point. Points come in order of time. */
  take({ at, values }: JointPoint): Float64Array {
    const { metrics, distances, opinions } = this;
    for (let i = 0; i < metrics.length; i++) {
      const metric = metrics[i] as MetricOddity;
      const value = values[i];
      if (value === undefined || !Number.isFinite(value)) metric.skip();
      else metric.take(at, value);
      distances[i] = metric.fromRecent;
    }
    opinions[OPINION.fromDays] = this.meanOddity((metric) => metric.fromDays);
    opinions[OPINION.step] = this.meanOddity((metric) => metric.step);
    opinions[OPINION.apart] = this.together.take(distances);
    return opinions;
  }

  /** The index of the metric that stands out most at the newest point; 0 while nothing is known. */
  loudest(): number {
    let loudest = 0;
    let most = 0;
    this.metrics.forEach(({ fromDays, step }, index) => {
      const size = Math.max(sizeOf(fromDays), sizeOf(step));
      if (size <= most) return;
      most = size;
      loudest = index;
    });
    return loudest;
  }

  private meanOddity(read: (metric: MetricOddity) => number): number {
    let sum = 0;
    let known = 0;
    for (const metric of this.metrics) {
      const oddity = read(metric);
      if (Number.isNaN(oddity)) continue;
      sum += Math.min(Math.abs(oddity), LARGEST_ODDITY);
      known++;
    }
    return sum / known;
  }
}

function sizeOf(oddity: number): number {
  return Number.isNaN(oddity) ? 0 : Math.abs(oddity);
}

/** Opinions below this part of usual are not told apart. */
const LEAST_SHARE = 0.1;

/** The logarithm of an opinion in usual ones. Their mean is that of a product: what several points of view find odd counts. */
export function logOfUsual(opinion: number, usual: number): number {
  return Math.log(opinion / usual + LEAST_SHARE);
}

/** From 0 to 1 for a mean of such logarithms: a half where all is as usual, 0 where nothing is known (NaN). */
export function scoreOfLog(log: number): number {
  return Number.isNaN(log) ? 0 : 1 / (1 + Math.exp(-log));
}
