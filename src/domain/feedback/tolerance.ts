// How people's judgements move what counts as abnormal: each false alarm makes one indicator of one service a little
// harder to alarm about, each useful one a little easier, for a month and within narrow limits. Failed checks and limits
// ahead are not softened: no click may hide an outage.

import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** By how much the bars of each indicator of one service are multiplied; 1 where absent. */
export type Tolerances = Readonly<Partial<Record<IndicatorName, number>>>;

/** Judgements count for so long: what people bear changes with the service. */
export const TOLERANCE_SECONDS = 30 * 86_400;

/** One false alarm widens the band by a tenth; five are the most that count, and two useful ones the most that narrow it. */
const STEP = 0.1;
const MOST_STEPS_UP = 5;
const MOST_STEPS_DOWN = 2;

/** The tolerances of one service at a moment. */
export function tolerancesOf(
  judgements: readonly Feedback[],
  serviceId: ServiceId,
  now: Instant,
): Tolerances {
  const earliest = secondsAfter(now, -TOLERANCE_SECONDS);
  const own = judgements.filter((each) => each.serviceId === serviceId && each.at >= earliest);
  const factors: Partial<Record<IndicatorName, number>> = {};
  for (const indicator of IndicatorName.options) {
    const net = netFalseAlarms(own.filter((each) => each.indicator === indicator));
    if (net !== 0) factors[indicator] = 1 + STEP * Math.min(MOST_STEPS_UP, Math.max(-MOST_STEPS_DOWN, net));
  }
  return factors;
}

function netFalseAlarms(judgements: readonly Feedback[]): number {
  const count = (verdict: Feedback['verdict']) =>
    judgements.filter((each) => each.verdict === verdict).length;
  return count('false-alarm') - count('useful');
}

/** A probability cannot pass 1: beyond this bar no model would have a vote. */
const MOST_BAR = 0.95;

/** The settings with the band and the model's bar of one indicator moved; the very same object when nothing moves them. */
export function tolerate(settings: DetectionSettings, factor: number | undefined): DetectionSettings {
  if (factor === undefined) return settings;
  const { bands, model } = settings;
  return {
    ...settings,
    bands: { ...bands, width: bands.width * factor },
    model: { ...model, bar: Math.min(MOST_BAR, model.bar * factor) },
  };
}
