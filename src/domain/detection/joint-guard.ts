// What all indicators of a service say together, minute by minute: trouble that shows in each of them by little, or moves
// them apart, is odd although none of them is alone. The same three opinions as of recorded services (joint-score.ts), read
// from features that the minute has anyway, so that they cost a few hundred bytes a service.

import { numberAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { JointDistance, type JointMoments } from '#domain/detection/joint-distance.ts';
import { LARGEST_ODDITY, logOfUsual } from '#domain/detection/joint-opinions.ts';
import type { IndicatorObservation } from '#domain/detection/judge-indicator.ts';
import { FEATURE_NAMES, type FeatureName } from '#domain/feature/feature-names.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** What is remembered of a service between two minutes. */
export interface JointMemory extends JointMoments {
  /** Running means of the three opinions. */
  readonly held: readonly number[];
}

export interface JointSight {
  readonly memory: JointMemory;
  /** How many times as odd as usual the indicators are together; absent while too little was seen. */
  readonly oddness?: number;
}

type Observed = Pick<IndicatorObservation, 'indicator' | 'features'>;

const SIZE = IndicatorName.options.length;
/** Of an opinion, what is left after a minute: a single odd minute counts half. */
const HELD_SHARE = 0.5;
/** Fewer move together too often by chance. */
const LEAST_INDICATORS = 3;
/** What the opinions usually are: medians over days of simulated services without trouble. */
const USUAL = [0.3, 0.17, 0.3] as const;

/** Judges one minute, and learns from it where it may teach. */
export function judgeTogether(
  before: JointMemory | undefined,
  observations: readonly Observed[],
  isTeaching: boolean,
): JointSight {
  if (before && observations.length === 0) return { memory: before };
  const distance = new JointDistance(SIZE, before);
  const recent = new Float64Array(SIZE).fill(Number.NaN);
  for (const observed of observations)
    recent[IndicatorName.options.indexOf(observed.indicator)] = rareDistance(observed, 'tail-15');
  const apart = isTeaching ? distance.take(recent) : distance.judge(recent);
  const known = observations.filter((observed) => featureOf(observed, 'day-coverage') > 0);
  const opinions = [meanOddity(known, 'tail-day'), meanOddity(observations, 'tail-step'), apart];
  const held = opinions.map((opinion, place) => hold(before?.held, place, opinion));
  const { count, numbers } = distance.moments();
  const memory = { count, numbers: numbers.map((each) => roundToPacked(each, 'long')), held };
  const isKnown = observations.length >= LEAST_INDICATORS && !Number.isNaN(apart);
  return { memory, ...(isKnown && { oddness: oddnessOf(held) }) };
}

function hold(held: readonly number[] | undefined, place: number, opinion: number): number {
  const before = held ? numberAt(held, place) : numberAt(USUAL, place);
  const next = Number.isNaN(opinion) ? before : before + HELD_SHARE * (opinion - before);
  return roundToPacked(next, 'long');
}

/** The geometric mean of the opinions in usual ones: what several points of view find odd counts. */
function oddnessOf(held: readonly number[]): number {
  const logs = held.map((opinion, place) => logOfUsual(opinion, numberAt(USUAL, place)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** NaN where nothing was observed. */
function meanOddity(observations: readonly Observed[], name: FeatureName): number {
  const sizes = observations.map((observed) =>
    Math.min(Math.abs(rareDistance(observed, name)), LARGEST_ODDITY),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

function featureOf({ features }: Observed, name: FeatureName): number {
  return numberAt(features, FEATURE_NAMES.indexOf(name));
}

/** A feature on a logarithmic axis as the distance that it stands for. */
function rareDistance(observed: Observed, name: FeatureName): number {
  const value = featureOf(observed, name);
  return Math.sign(value) * Math.expm1(Math.abs(value));
}
