// One score for all metrics of a service, point by point and from the past alone. The opinions are held for a while, as
// trouble outlasts its onset; how sudden it is, is said beside, because an alarm must not wait for it to last.

import { floatAt } from '#domain/baseline/number-at.ts';
import {
  JointOpinions,
  type JointPoint,
  logOfUsual,
  OPINION_COUNT,
  scoreOfLog,
  USUAL_OPINIONS,
} from '#domain/detection/joint-opinions.ts';

/** Points after which half of an opinion is forgotten. Trouble lasts for minutes or for hours. */
const HOLDS = [3, 10, 30] as const;
/** For alarms: a single odd point counts half. */
const SUDDEN_HOLD = 1;
/** By the best event-F1 over 36 labelled services: about five times as odd as usual. */
export const SUDDEN_BAR = 0.83;

export interface JointSight {
  /** From 0 to 1: how odd the service is and has been, a half where all is as usual. For ranking points in time. */
  readonly score: number;
  /** The same of the last points alone; an alarm from SUDDEN_BAR. */
  readonly suddenness: number;
  /** Index of the metric that stands out most. */
  readonly loudest: number;
}

/** Opens the score of a service with so many metrics. Constant in space: seven days in slots of five minutes. */
export function openJointScore(
  metricCount: number,
  periodSeconds: number,
): (point: JointPoint) => JointSight {
  const opinions = new JointOpinions(metricCount, periodSeconds);
  const lasting = HOLDS.map((hold) => new HeldOpinions(hold));
  const sudden = new HeldOpinions(SUDDEN_HOLD);
  return (point) => {
    const latest = opinions.take(point);
    const logs = lasting.map((held) => held.take(latest));
    return {
      score: scoreOfLog(logs.reduce((sum, log) => sum + log, 0) / logs.length),
      suddenness: scoreOfLog(sudden.take(latest)),
      loudest: opinions.loudest(),
    };
  };
}

/** Running means of the opinions. An opinion that is not known leaves its mean as it is. */
class HeldOpinions {
  private readonly share: number;
  private readonly means = new Float64Array(OPINION_COUNT).fill(Number.NaN);

  constructor(halfLifePoints: number) {
    this.share = 1 - 2 ** (-1 / halfLifePoints);
  }

  /** The mean logarithm of the opinions that are known, in usual ones; NaN where none is. */
  take(opinions: Float64Array): number {
    let sum = 0;
    let known = 0;
    for (let i = 0; i < OPINION_COUNT; i++) {
      const mean = this.hold(i, floatAt(opinions, i));
      if (Number.isNaN(mean)) continue;
      sum += logOfUsual(mean, floatAt(USUAL_OPINIONS, i));
      known++;
    }
    return sum / known;
  }

  private hold(index: number, opinion: number): number {
    const mean = floatAt(this.means, index);
    if (Number.isNaN(opinion)) return mean;
    const next = Number.isNaN(mean) ? opinion : mean + this.share * (opinion - mean);
    this.means[index] = next;
    return next;
  }
}
