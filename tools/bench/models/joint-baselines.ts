// What a joint score of several metrics has to beat: the mean of a simple score over the metrics, and the error that is
// left when a service is described by its few main directions.

import type { RecordedService } from '../../features/recorded-services.ts';
import { type BaselineScore, dailySeasonalZ, rollingZ, smoothedResidual } from './detection-baselines.ts';
import { randomCutScores } from './random-cut-forest.ts';

/** One score a point of the service, larger is more unusual. */
export type JointBaseline = (service: RecordedService) => Float64Array;

export const JOINT_BASELINES: Readonly<Record<string, JointBaseline>> = {
  'rolling z, mean of the metrics': (service) => meanOfMetrics(service, rollingZ),
  'daily-seasonal residual z, mean of the metrics': (service) => meanOfMetrics(service, dailySeasonalZ),
  'smoothed residual, mean of the metrics (looks ahead)': (service) =>
    meanOfMetrics(service, smoothedResidual),
  'random cut forest over all metrics': (service) => randomCutScores(standardizedSoFar(service)),
  'PCA reconstruction error, 5 of all directions': (service) => reconstructionError(service, 5),
};

/** One metric of many must not decide alone: its score counts up to so many of its standard deviations. */
const LARGEST_SHARE = 20;

function meanOfMetrics(service: RecordedService, score: BaselineScore): Float64Array {
  const { dataset, name, periodSeconds, metricCount, points } = service;
  const sums = new Float64Array(points.length);
  for (let metric = 0; metric < metricCount; metric++) {
    const scores = score({
      ...{ dataset, name, periodSeconds },
      points: points.map(({ at, values }) => ({ at, value: values[metric] ?? 0, isLabelled: false })),
    });
    const { spread } = momentsOf(scores);
    scores.forEach((one, index) => {
      sums[index] = (sums[index] ?? 0) + Math.min(LARGEST_SHARE, one / spread) / metricCount;
    });
  }
  return sums;
}

/** Each metric in standard deviations of its points so far: a forest cuts where numbers lie far apart. */
function standardizedSoFar({ points, metricCount }: RecordedService): Float64Array[] {
  const metrics = Array.from({ length: metricCount }, openStandardizer);
  return points.map(({ values }) =>
    Float64Array.from(metrics, (standardize, metric) => standardize(values[metric] ?? Number.NaN)),
  );
}

/** A missing value lies on the mean. */
function openStandardizer(): (value: number) => number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return (value) => {
    if (!Number.isFinite(value)) return 0;
    count++;
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
    return (value - mean) / (Math.sqrt(squares / count) || 1);
  };
}

/** The length of what the main directions of the points before the labelled ones do not describe. */
function reconstructionError(service: RecordedService, directionCount: number): Float64Array {
  const rows = standardized(service);
  const directions = mainDirections(rows.slice(0, service.firstLabelled), directionCount);
  return Float64Array.from(rows, (row) => {
    const described = directions.reduce((sum, direction) => sum + dot(row, direction) ** 2, 0);
    return Math.max(0, dot(row, row) - described);
  });
}

/** Each metric by mean and standard deviation before the labels. */
function standardized({ points, metricCount, firstLabelled }: RecordedService): Float64Array[] {
  const moments = Array.from({ length: metricCount }, (_, metric) =>
    momentsOf(points.slice(0, firstLabelled).map(({ values }) => values[metric] ?? 0)),
  );
  return points.map(({ values }) =>
    Float64Array.from(moments, ({ mean, spread }, metric) => ((values[metric] ?? mean) - mean) / spread),
  );
}

const ITERATIONS = 60;

/** The first eigenvectors of the covariance, one after another by power iteration. */
function mainDirections(rows: readonly Float64Array[], count: number): readonly Float64Array[] {
  const covariance = covarianceOf(rows);
  return Array.from({ length: count }, () => {
    let direction = Float64Array.from(covariance, (_, index) => 1 + index / 100);
    for (let i = 0; i < ITERATIONS; i++) direction = unit(covariance.map((row) => dot(row, direction)));
    const strength = dot(
      direction,
      covariance.map((row) => dot(row, direction)),
    );
    covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        row[j] = value - strength * (direction[i] ?? 0) * (direction[j] ?? 0);
      });
    });
    return direction;
  });
}

function covarianceOf(rows: readonly Float64Array[]): Float64Array[] {
  const size = rows[0]?.length ?? 0;
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows) {
    sums.forEach((sum, i) => {
      row.forEach((value, j) => {
        sum[j] = (sum[j] ?? 0) + ((row[i] ?? 0) * value) / rows.length;
      });
    });
  }
  return sums;
}

function unit(values: readonly number[]): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(dot(values, values)) || 1;
  return Float64Array.from(values, (value) => value / length);
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
}

/** A metric that never moves has a spread of 1: it never deviates. */
function momentsOf(values: ArrayLike<number>): { readonly mean: number; readonly spread: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] ?? 0;
    squares += (values[i] ?? 0) ** 2;
  }
  const mean = sum / values.length;
  return { mean, spread: Math.sqrt(Math.max(0, squares / values.length - mean ** 2)) || 1 };
}
