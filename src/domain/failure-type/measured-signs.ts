// What one suspect shows by itself, as numbers without a unit of their own: doublings of what was usual, robust steps,
// shares, minutes. What is not known reads as what is usual, and a sign of its own says that it is not known.

import { clamp, medianOf } from '#domain/baseline/robust.ts';
import { growthOf, type ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import type { Suspect } from './suspect.ts';

/** Beyond 32 times as much, or as little, nothing more is learned. */
const MOST_DOUBLINGS = 5;
/** The hour before the onset, without its last minutes, says how far an indicator moves by itself. */
const USUAL_SECONDS = 3600;
const GUARD_SECONDS = 180;
/** A usual step is at least this part of the level: what hardly moved in an hour is not known to a hair. */
const LEAST_STEP_SHARE = 0.03;
const LEAST_STEP = 0.002;
/** Median absolute deviation to standard deviation, of a normal distribution. */
const STEPS_PER_DEVIATION = 1.4826;
/** The first minutes of the trouble, which the last ones are compared with. */
const FIRST_SECONDS = 300;
/** A minute with less than this part of the worst error share is a pause of the trouble. */
const PAUSE_SHARE = 0.4;

/** How often an indicator doubled against its usual value, negative where it halved; 0 where that is not known. */
export function doublings(facts: Pick<ServiceFacts, 'usual' | 'now'>, indicator: IndicatorName): number {
  return asDoublings(growthOf(facts, indicator));
}

/** The logarithm of a ratio to base 2, within bounds; 0 where it is not known. */
export function asDoublings(ratio: number | undefined): number {
  if (ratio === undefined) return 0;
  return ratio <= 0 ? -MOST_DOUBLINGS : clamp(Math.log2(ratio), -MOST_DOUBLINGS, MOST_DOUBLINGS);
}

/** By how much more of all requests fail than usual, 0 to 1; 0 where that is not known. */
export function errorRise({ now, usual }: Pick<ServiceFacts, 'usual' | 'now'>): number {
  return Math.max(0, (now['error-share'] ?? 0) - (usual['error-share'] ?? 0));
}

/** How far an indicator left its usual course, in robust steps on a signed logarithmic scale; 0 where that is not known. */
export function stepsOff({ facts, health }: Suspect, indicator: IndicatorName): number {
  const [now, usual] = [facts.now[indicator], facts.usual[indicator]];
  if (now === undefined || usual === undefined) return 0;
  const until = secondsAfter(facts.onsetAt, -GUARD_SECONDS);
  const hour = valuesOf(health, indicator, { from: secondsAfter(until, -USUAL_SECONDS), to: until });
  const deviation = medianOf(hour.map((value) => Math.abs(value - usual)));
  const step = Math.max(STEPS_PER_DEVIATION * deviation, LEAST_STEP_SHARE * Math.abs(usual), LEAST_STEP);
  return Math.sign(now - usual) * Math.log1p(Math.abs(now - usual) / step);
}

/** Doublings of an indicator between the first minutes of the trouble and now; 0 where that is not known. */
export function doublingsSinceOnset({ facts, health }: Suspect, indicator: IndicatorName): number {
  const { onsetAt } = facts;
  const first = valuesOf(health, indicator, { from: onsetAt, to: secondsAfter(onsetAt, FIRST_SECONDS) });
  const now = facts.now[indicator];
  const before = medianOf(first);
  return now === undefined || before <= 0 ? 0 : asDoublings(now / before);
}

/** The share of minutes since the onset in which hardly anything failed: trouble that comes and goes. */
export function pausesOfErrors({ facts, health, now }: Suspect): number {
  const errors = valuesOf(health, 'error-share', { from: facts.onsetAt, to: secondsAfter(now, 1) });
  const worst = Math.max(0, ...errors);
  const pauses = errors.filter((value) => value < PAUSE_SHARE * worst);
  return errors.length === 0 ? 0 : pauses.length / errors.length;
}

function valuesOf(
  health: readonly HealthRecord[],
  indicator: IndicatorName,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly number[] {
  return health
    .filter(({ at }) => at >= from && at < to)
    .flatMap(({ indicators }) => indicators[indicator] ?? []);
}
