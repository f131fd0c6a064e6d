// The composite health score (M25): 0 is down, 1 is as usual. Weighted and monotone: a worse input never raises it.

import { clamp } from '#domain/baseline/robust.ts';

/** What the score is made of; an absent part is unknown and its weight goes to the others. */
export interface HealthInputs {
  /** Share of requests that failed. */
  readonly errorShare?: number | undefined;
  /** The 99th percentile of latency over what is expected of it: 1 is as usual. */
  readonly latencyRatio?: number | undefined;
  /** Share of targets that pass their checks. */
  readonly healthyShare?: number | undefined;
  /** Age of the oldest waiting message over the age that counts as lost. */
  readonly queueAgeRatio?: number | undefined;
  /** The fullest of the limited resources, as a part of its limit. */
  readonly saturation?: number | undefined;
}

/** Errors weigh most: a wrong answer is worse than a slow one. Saturation only warns, so it weighs least. */
export const HEALTH_WEIGHTS = {
  errorShare: 0.35,
  latencyRatio: 0.25,
  healthyShare: 0.2,
  queueAgeRatio: 0.1,
  saturation: 0.1,
} as const satisfies Record<keyof HealthInputs, number>;

/** Half of the score is the worst of what users feel: four good parts do not make up for an outage. */
const WORST_WEIGHT = 0.5;
/** Errors are felt on a logarithmic scale; at this share the first sixth of the goodness is gone. */
const NOTICEABLE_ERROR_SHARE = 0.02;
/** Ten times as slow as usual is as good as down. */
const WORST_LATENCY_RATIO = 10;
/** A resource costs health only above this use. */
const COMFORTABLE_USE = 0.8;

/** How good each part is, 0 to 1; each falls as its input grows worse. */
const GOODNESS: { readonly [Part in keyof HealthInputs]-?: (input: number) => number } = {
  errorShare: (share) =>
    1 - Math.log1p(clamp(share, 0, 1) / NOTICEABLE_ERROR_SHARE) / Math.log1p(1 / NOTICEABLE_ERROR_SHARE),
  latencyRatio: (ratio) => 1 - clamp(Math.log(Math.max(ratio, 1)) / Math.log(WORST_LATENCY_RATIO), 0, 1),
  healthyShare: (share) => clamp(share, 0, 1),
  queueAgeRatio: (ratio) => 1 - clamp(ratio, 0, 1),
  saturation: (use) => 1 - clamp((use - COMFORTABLE_USE) / (1 - COMFORTABLE_USE), 0, 1),
};

const PARTS = ['errorShare', 'latencyRatio', 'healthyShare', 'queueAgeRatio', 'saturation'] as const;

/** The score, or undefined when nothing that users feel is known. */
export function scoreHealth(inputs: HealthInputs): number | undefined {
  let weightSum = 0;
  let weighted = 0;
  let worst: number | undefined;
  for (const part of PARTS) {
    const input = inputs[part];
    if (input === undefined) continue;
    const goodness = GOODNESS[part](input);
    weightSum += HEALTH_WEIGHTS[part];
    weighted += HEALTH_WEIGHTS[part] * goodness;
    if (part !== 'saturation') worst = Math.min(worst ?? 1, goodness);
  }
  if (worst === undefined) return undefined;
  return clamp((1 - WORST_WEIGHT) * (weighted / weightSum) + WORST_WEIGHT * worst, 0, 1);
}
