// How rare a value is, in words, from what its series remembers: the largest distance from the level in each hour of the
// last week, and each of the last minutes. Only what is known is said, and nothing while too little was seen (B9).

import type { Anomaly, Evidence, Rarity } from '#domain/anomaly/anomaly.ts';
import {
  HOURS_KEPT,
  HOURS_PER_DAY,
  HOURS_PER_WEEK,
  hoursOf,
  isKnown,
  peakAt,
} from '#domain/baseline/hourly-memory.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import type { Instant } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** A day of hours is the least that "usual" can be said of. */
const FEWEST_HOURS = 24;
/** The same hour of two other days. */
const FEWEST_DAYS = 2;
/** An hour of minutes, for a series that has not lived through a day. */
const FEWEST_MINUTES = 60;
/** Minutes just before that may be part of the same trouble. */
const OWN_MINUTES = 15;

/** What of a series its rarity is read from, after the value in question has come. */
export type RarityGround = Pick<SeriesState, 'lastAt' | 'level' | 'recent' | 'memory'>;

/** How rare a value is; undefined while too little is known. */
export function rarityOf(
  series: RarityGround,
  { at, value, direction }: { readonly at: Instant } & Pick<Evidence, 'value' | 'direction'>,
): Rarity | undefined {
  const hours = compareHours(series, at, Math.abs(value - series.level));
  if (hours) return hours;
  // Points that have come since would be compared as well.
  return series.lastAt === at ? compareMinutes(series.recent, value, direction) : undefined;
}

/** The anomaly with the rarity of each of its values, where it is known. */
export function addRarity(
  anomaly: Anomaly,
  series: Partial<Readonly<Record<IndicatorName, RarityGround>>>,
): Anomaly {
  const evidence = anomaly.evidence.map((each) => {
    const ground = series[each.indicator];
    const rarity = ground && rarityOf(ground, { ...each, at: anomaly.at });
    return rarity ? { ...each, rarity } : each;
  });
  return { ...anomaly, evidence };
}

/** Against the largest distance in each hour that has closed, and in the same hour of each day. */
function compareHours({ memory }: RarityGround, at: Instant, distance: number): Rarity | undefined {
  const now = Math.floor(hoursOf(at));
  const known = Array.from(
    { length: Math.min(HOURS_PER_WEEK, HOURS_KEPT - 1) },
    (_, back) => now - 1 - back,
  ).filter((hour) => isKnown(memory, hour));
  if (known.length < FEWEST_HOURS) return undefined;
  const isAsFar = (hour: number) => peakAt(memory, hour) >= distance;
  const sameHour = known.filter((hour) => (now - hour) % HOURS_PER_DAY === 0);
  const hoursAsFar = known.filter(isAsFar).length;
  const daysAsFar = sameHour.filter(isAsFar).length;
  const words = [
    `further from its level than in ${ofAll(known.length, hoursAsFar)} of the last ${known.length} hours`,
    ...(sameHour.length >= FEWEST_DAYS
      ? [`and than at this hour on ${ofAll(sameHour.length, daysAsFar)} of the last ${sameHour.length} days`]
      : []),
  ];
  return { span: 'hours', seen: known.length, asFar: hoursAsFar, words: words.join(', ') };
}

/** Against each of the last minutes but those that may be of the same trouble. */
function compareMinutes(
  recent: readonly number[],
  value: number,
  direction: Evidence['direction'],
): Rarity | undefined {
  const earlier = recent.slice(0, -OWN_MINUTES);
  if (earlier.length < FEWEST_MINUTES) return undefined;
  const asFar = earlier.filter((other) => (direction === 'above' ? other >= value : other <= value)).length;
  const side = direction === 'above' ? 'higher' : 'lower';
  const words = `${side} than in ${ofAll(earlier.length, asFar)} of ${earlier.length} minutes before`;
  return { span: 'minutes', seen: earlier.length, asFar, words };
}

/** `any`, or the share in percent, never rounded up to all. */
function ofAll(seen: number, asFar: number): string {
  return asFar === 0 ? 'any' : `${Math.floor((1000 * (seen - asFar)) / seen) / 10} %`;
}
