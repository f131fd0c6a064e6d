// Companions (M45): two services that fall ill at about the same time more often than chance would have it. Order is
// not asked for: what has one is a sequence.

import type { IncidentId, ServiceId } from '#domain/ids.ts';
import { chanceOfAtLeast, chanceWithin, correctForMany, SURELY } from '#domain/pattern/chance.ts';
import { type Counts, countKeys, type Episode } from '#domain/pattern/episodes.ts';
import { findFollowings, pairName } from '#domain/pattern/followings.ts';
import type { Companions } from '#domain/pattern/pattern.ts';
import { LEAST_SUPPORT } from '#domain/pattern/sequences.ts';

/** Before or after: what spreads through a call graph does so within some minutes. */
const WITHIN_MINUTES = 10;
/** How many times more often than by chance; below that a busy week explains it. */
const LEAST_LIFT = 2;
const MOST_COMPANIONS = 20;
const MOST_INCIDENTS = 5;

/** The pairs among the illnesses of a span of minutes, the surest first. */
export function findCompanions(
  illnesses: readonly Episode<ServiceId>[],
  spanMinutes: number,
): readonly Companions[] {
  const counts = countKeys(illnesses);
  const often = counts.reaching(LEAST_SUPPORT);
  const found = jointBeginnings(illnesses)
    .filter(({ support }) => support >= LEAST_SUPPORT)
    .map((pair) => weigh(pair, counts, spanMinutes));
  return correctForMany(found, (often * (often - 1)) / 2)
    .filter(({ chance, lift }) => chance <= SURELY && lift >= LEAST_LIFT)
    .toSorted((one, other) => one.chance - other.chance || one.summary.localeCompare(other.summary))
    .slice(0, MOST_COMPANIONS);
}

interface Pair {
  readonly serviceIds: readonly [ServiceId, ServiceId];
  readonly support: number;
  readonly incidentIds: readonly IncidentId[];
}

function jointBeginnings(illnesses: readonly Episode<ServiceId>[]): readonly Pair[] {
  const followings = findFollowings(illnesses, WITHIN_MINUTES);
  const pairs: Pair[] = [];
  for (const { first, next, lags, incidentIds } of followings.values()) {
    const back = followings.get(pairName(next, first));
    // Each pair once, by the one whose name comes first; or by the only one that there is.
    if (back && next < first) continue;
    pairs.push({
      serviceIds: first < next ? [first, next] : [next, first],
      support: lags.length + (back?.lags.length ?? 0),
      incidentIds: [...incidentIds, ...(back?.incidentIds ?? [])],
    });
  }
  return pairs;
}

function weigh(
  { serviceIds, support, incidentIds }: Pair,
  counts: Counts<ServiceId>,
  spanMinutes: number,
): Companions {
  const numbers = serviceIds.map((id) => counts.of(id));
  const rare = Math.min(...numbers);
  const expected = chanceWithin(Math.max(...numbers), 2 * WITHIN_MINUTES, spanMinutes);
  const times = Math.min(support, rare);
  return {
    kind: 'companions',
    serviceIds,
    support: times,
    lift: times / rare / expected,
    chance: chanceOfAtLeast(times, rare, expected),
    incidentIds: [...new Set(incidentIds)].slice(-MOST_INCIDENTS),
    summary: `${serviceIds.join(' and ')} fall ill within ${WITHIN_MINUTES} min of each other: ${times} of ${rare} times`,
  };
}
