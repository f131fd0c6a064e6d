import { floatAt } from '#domain/baseline/number-at.ts';

const MEMORY = 2000;
const REFRESH = 144;
const FIRST = 144;
const SHRINK = 0.1;
const CLIP = 5;

export class JointDistance {
  private readonly size: number;
  private readonly means: Float64Array;
  private readonly cov: Float64Array;
  private readonly spreads: Float64Array;
  private readonly usedMeans: Float64Array;
  private readonly factor: Float64Array;
  private readonly work: Float64Array;
  private count = 0;
  private ready = false;
  constructor(size: number) {
    this.size = size;
    this.means = new Float64Array(size); this.usedMeans = new Float64Array(size);
    this.cov = new Float64Array(size * size); this.factor = new Float64Array(size * size);
    this.spreads = new Float64Array(size).fill(1); this.work = new Float64Array(size);
  }
  take(values: Float64Array): number {
    const d = this.ready ? this.distance(values) : Number.NaN;
    this.learn(values);
    return d;
  }
  private distance(values: Float64Array): number {
    const { size, work, factor } = this;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const v = floatAt(values, i);
      let y = Number.isNaN(v) ? 0 : (v - floatAt(this.usedMeans, i)) / floatAt(this.spreads, i);
      y = Math.min(20, Math.max(-20, y));
      for (let j = 0; j < i; j++) y -= floatAt(factor, i * size + j) * floatAt(work, j);
      y /= floatAt(factor, i * size + i);
      work[i] = y;
      sum += y * y;
    }
    return Math.sqrt(sum / size);
  }
  private learn(values: Float64Array): void {
    const { size, work, means, cov } = this;
    this.count++;
    const alpha = Math.max(1 / this.count, 1 / MEMORY);
    for (let i = 0; i < size; i++) {
      const v = floatAt(values, i);
      work[i] = Number.isNaN(v) ? 0 : Math.min(CLIP, Math.max(-CLIP, v)) - floatAt(means, i);
    }
    for (let i = 0; i < size; i++) {
      means[i] = floatAt(means, i) + alpha * floatAt(work, i);
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        cov[at] = (1 - alpha) * (floatAt(cov, at) + alpha * floatAt(work, i) * floatAt(work, j));
      }
    }
    if (this.count >= FIRST && this.count % REFRESH === 0) this.refresh();
  }
  private refresh(): void {
    const { size, cov, factor, spreads } = this;
    for (let i = 0; i < size; i++) spreads[i] = Math.sqrt(floatAt(cov, i * size + i)) + 1e-3;
    this.usedMeans.set(this.means);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        let sum = floatAt(cov, i * size + j) / (floatAt(spreads, i) * floatAt(spreads, j)) + (i === j ? SHRINK : 0);
        for (let k = 0; k < j; k++) sum -= floatAt(factor, i * size + k) * floatAt(factor, j * size + k);
        factor[i * size + j] = i === j ? Math.sqrt(sum) : sum / floatAt(factor, j * size + j);
      }
    this.ready = true;
  }
}
