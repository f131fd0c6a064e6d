// How unlike the past it is that these metrics move together: the Mahalanobis distance with running means and a running
// covariance, whose correlations are shrunk towards none (Ledoit and Wolf 2004, here by a constant). A move that all
// metrics usually make together is near, the same move of one of them alone is far.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { clamp } from '#domain/baseline/robust.ts';

/** Memory of means and covariance, in points: a week at five minutes. */
const MEMORY = 2000;
/** The covariance is put to use after so many points, and again each time: twelve hours at five minutes. */
const REFRESH_STRIDE = 144;
/** Added to the correlations' diagonal, so that metrics that always move as one do not make the distance infinite. */
const SHRINKAGE = 0.1;
/** Incidents teach no more than this, and no single metric is further off than that, in units of its spread. */
const LARGEST_LESSON = 5;
const LARGEST_DISTANCE = 20;
/** Keeps a metric that never moves from being divided by 0. */
const LEAST_SPREAD = 1e-3;

/** What was learned so far, as it is stored: the rest follows from it. */
export interface JointMoments {
  /** Points that taught. */
  readonly count: number;
  /** The means, then the lower triangle of the covariance, row by row. */
  readonly numbers: readonly number[];
}

export class JointDistance {
  private readonly size: number;
  private readonly means: Float64Array;
  /** The lower triangle, row by row in full rows, as is the Cholesky factor of the correlations. */
  private readonly covariance: Float64Array;
  private readonly factor: Float64Array;
  private readonly centers: Float64Array;
  private readonly spreads: Float64Array;
  private readonly work: Float64Array;
  private count = 0;

  /** Goes on with what was learned, or begins. */
  constructor(size: number, learned?: JointMoments) {
    this.size = size;
    this.means = new Float64Array(size);
    this.covariance = new Float64Array(size * size);
    this.factor = new Float64Array(size * size);
    this.centers = new Float64Array(size);
    this.spreads = new Float64Array(size);
    this.work = new Float64Array(size);
    if (learned) this.restore(learned);
  }

  /** What to store. */
  moments(): JointMoments {
    const { size, means, covariance, count } = this;
    const numbers = [...means];
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) numbers.push(floatAt(covariance, i * size + j));
    return { count, numbers };
  }

  private restore({ count, numbers }: JointMoments): void {
    const { size } = this;
    let next = size;
    this.count = count;
    this.means.set(numbers.slice(0, size));
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) this.covariance[i * size + j] = numberAt(numbers, next++);
    if (count >= REFRESH_STRIDE) this.refresh();
  }

  /** The root mean square distance of one value for each metric; NaN while too little was learned. */
  judge(values: Float64Array): number {
    return this.count < REFRESH_STRIDE ? Number.NaN : this.distanceOf(values);
  }

  /** The same, and learns from the values. */
  take(values: Float64Array): number {
    const distance = this.judge(values);
    this.learn(values);
    this.count++;
    if (this.count % REFRESH_STRIDE === 0) this.refresh();
    return distance;
  }

  /** Solves `factor x whitened = scaled` row by row; the length of the solution is the distance. */
  private distanceOf(values: Float64Array): number {
    const { size, factor, work: whitened } = this;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      let rest = this.scaled(i, floatAt(values, i));
      for (let j = 0; j < i; j++) rest -= floatAt(factor, i * size + j) * floatAt(whitened, j);
      const own = rest / floatAt(factor, i * size + i);
      whitened[i] = own;
      sum += own * own;
    }
    return Math.sqrt(sum / size);
  }

  /** A metric without a value is where it always is. */
  private scaled(index: number, value: number): number {
    if (Number.isNaN(value)) return 0;
    const distance = (value - floatAt(this.centers, index)) / floatAt(this.spreads, index);
    return clamp(distance, -LARGEST_DISTANCE, LARGEST_DISTANCE);
  }

  private learn(values: Float64Array): void {
    const { size, means, covariance, work: distances } = this;
    const share = Math.max(1 / (this.count + 1), 1 / MEMORY);
    for (let i = 0; i < size; i++) {
      const value = floatAt(values, i);
      const lesson = clamp(value, -LARGEST_LESSON, LARGEST_LESSON);
      const distance = Number.isNaN(value) ? 0 : lesson - floatAt(means, i);
      distances[i] = distance;
      means[i] = floatAt(means, i) + share * distance;
      for (let j = 0; j <= i; j++) {
        const known = floatAt(covariance, i * size + j);
        covariance[i * size + j] = (1 - share) * (known + share * distance * floatAt(distances, j));
      }
    }
  }

  private refresh(): void {
    const { size, covariance, spreads } = this;
    this.centers.set(this.means);
    for (let i = 0; i < size; i++) {
      spreads[i] = Math.sqrt(floatAt(covariance, i * size + i)) + LEAST_SPREAD;
    }
    for (let i = 0; i < size; i++) this.factorizeRow(i);
  }

  /** A row of Cholesky's factor of the shrunk correlations, from the rows above it. */
  private factorizeRow(row: number): void {
    const { size, factor } = this;
    for (let column = 0; column <= row; column++) {
      let rest = this.correlationOf(row, column);
      for (let k = 0; k < column; k++) {
        rest -= floatAt(factor, row * size + k) * floatAt(factor, column * size + k);
      }
      const diagonal = floatAt(factor, column * size + column);
      factor[row * size + column] = row === column ? Math.sqrt(rest) : rest / diagonal;
    }
  }

  private correlationOf(one: number, other: number): number {
    const { size, covariance, spreads } = this;
    const scale = floatAt(spreads, one) * floatAt(spreads, other);
    return floatAt(covariance, one * size + other) / scale + (one === other ? SHRINKAGE : 0);
  }
}
