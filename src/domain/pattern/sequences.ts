// Sequences (M45): one sign, and some minutes later another, more often than chance would have it and in this order.

import { quantileOf } from '#domain/baseline/robust.ts';
import type { ServiceId } from '#domain/ids.ts';
import { formatShare, nameIndicator } from '#domain/incident/symptom.ts';
import { chanceOfAtLeast, chanceWithin, correctForMany, SURELY } from '#domain/pattern/chance.ts';
import { type Counts, countKeys, type Episode } from '#domain/pattern/episodes.ts';
import { type Following, findFollowings, pairName } from '#domain/pattern/followings.ts';
import type { Sequence, Sign } from '#domain/pattern/pattern.ts';

/** Trouble that comes later is a story of its own: the reach of a queue that fills or a pool that runs out. */
const WITHIN_MINUTES = 30;
/** Twice is an accident. */
export const LEAST_SUPPORT = 3;
/** Less often than every second time, nobody would wait for it. */
const LEAST_CONFIDENCE = 0.5;
/** Of the times that both begin in different minutes, this share must be in this order. */
const LEAST_ORDER = 0.8;
/** More than people would read. */
const MOST_SEQUENCES = 50;
const MOST_INCIDENTS = 5;

/** The sequences among episodes of a span of minutes, one for each pair of services and order, the surest first. */
export function findSequences(episodes: readonly Episode<Sign>[], spanMinutes: number): readonly Sequence[] {
  const counts = countKeys(episodes);
  const followings = findFollowings(episodes, WITHIN_MINUTES);
  const often = counts.reaching(LEAST_SUPPORT);
  const candidates = [...followings.values()]
    .map(strictlyAfter)
    .filter(({ lags }) => lags.length >= LEAST_SUPPORT)
    .filter((following) => isOrdered(following, followings))
    .map((following) => weigh(following, counts, spanMinutes));
  const sure = correctForMany(candidates, often * (often - 1)).filter(
    ({ confidence, chance, lift }) => confidence >= LEAST_CONFIDENCE && chance <= SURELY && lift > 1,
  );
  return bestOfEachPair(sure).slice(0, MOST_SEQUENCES);
}

/** What begins in the same minute has no order. */
function strictlyAfter({ lags, ...rest }: Following<Sign>): Following<Sign> {
  return { ...rest, lags: lags.filter((lag) => lag > 0) };
}

function isOrdered(
  { first, next, lags }: Following<Sign>,
  followings: ReadonlyMap<string, Following<Sign>>,
): boolean {
  const back = followings.get(pairName(next, first))?.lags.filter((lag) => lag > 0).length ?? 0;
  return lags.length >= LEAST_ORDER * (lags.length + back);
}

function weigh(
  { first, next, lags, incidentIds }: Following<Sign>,
  counts: Counts<Sign>,
  spanMinutes: number,
): Sequence {
  const support = lags.length;
  const occasions = counts.of(first);
  const expected = chanceWithin(counts.of(next), WITHIN_MINUTES, spanMinutes);
  const lag = {
    usual: quantileOf(lags, 0.5),
    least: quantileOf(lags, 0.05),
    most: quantileOf(lags, 0.95),
  };
  const confidence = support / occasions;
  return {
    kind: 'sequence',
    first,
    next,
    support,
    confidence,
    lift: confidence / expected,
    chance: chanceOfAtLeast(support, occasions, expected),
    lag,
    incidentIds: [...new Set(incidentIds)].slice(-MOST_INCIDENTS),
    summary: `${tellSign(first)}, and about ${lag.usual} min later ${tellSign(next)}: ${support} of ${occasions} times (${formatShare(confidence)})`,
  };
}

/** `orders: age of the oldest message`. */
export function tellSign({ serviceId, indicator }: Sign): string {
  return `${serviceId}: ${nameIndicator(indicator)}`;
}

/** Several indicators of two services tell the same story: the surest stands for it. */
function bestOfEachPair(sequences: readonly Sequence[]): readonly Sequence[] {
  const seen = new Set<string>();
  return sequences.toSorted(bySureness).filter(({ first, next }) => {
    const pair = `${first.serviceId} > ${next.serviceId}`;
    return !seen.has(pair) && seen.add(pair);
  });
}

/** Of what is as sure the one that warns longest. */
function bySureness(one: Sequence, other: Sequence): number {
  return (
    one.chance - other.chance ||
    other.support - one.support ||
    other.lag.usual - one.lag.usual ||
    one.summary.localeCompare(other.summary)
  );
}

/** Whether a sequence joins two services, in any order. */
export function joins({ first, next }: Sequence, one: ServiceId, other: ServiceId): boolean {
  const ends = [first.serviceId, next.serviceId];
  return ends.includes(one) && ends.includes(other);
}
