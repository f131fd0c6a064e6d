import { floatAt } from '#domain/baseline/number-at.ts';
import { MetricOddity, P } from '#domain/detection/metric-oddity.ts';
import { JointDistance } from '#domain/detection/joint-distance.ts';

export class JointScore {
  private readonly metrics: MetricOddity[];
  private readonly joint: JointDistance;
  private readonly shorts: Float64Array;
  /** raw parts day, step, joint */
  readonly parts = new Float64Array(4);
  constructor(count: number, periodSeconds: number) {
    this.metrics = Array.from({ length: count }, () => new MetricOddity(periodSeconds));
    this.joint = new JointDistance(count);
    this.shorts = new Float64Array(count);
  }
  take(at: number, values: ArrayLike<number | undefined>): Float64Array {
    let day = 0, step = 0, short=0, nd = 0, ns = 0,nh=0;
    this.metrics.forEach((metric, i) => {
      const value = values[i];
      if (value === undefined || !Number.isFinite(value)) metric.skip();
      else metric.take(at, value);
      if (!Number.isNaN(metric.day)) { day += Math.min(P.cap, Math.abs(metric.day)); nd++; }
      if (!Number.isNaN(metric.step)) { step += Math.min(P.cap, Math.abs(metric.step)); ns++; }
      if (!Number.isNaN(metric.short)) { short += Math.min(P.cap, Math.abs(metric.short)); nh++; }
      this.shorts[i] = metric.short;
    });
    this.parts[0] = day / nd; this.parts[1] = step / ns; this.parts[2] = this.joint.take(this.shorts); this.parts[3]=short/nh;
    return this.parts;
  }
}
