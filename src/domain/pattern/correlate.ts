// The service-interaction correlation matrix (M36): which services' indicators move together, and which moves first. A
// correlation is a hint for people; nothing is done because of one.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Course } from '#domain/pattern/courses.ts';
import { LEAST_MINUTES, type Movement, movementOf } from '#domain/pattern/movements.ts';
import type { Correlation } from '#domain/pattern/pattern.ts';
import type { Service } from '#domain/service/service.ts';
import { allDependenciesOf, neighboursOf } from '#domain/service/topology.ts';

/** Minutes that one may move before the other. */
const MOST_LAG = 5;
/** Weaker ones are true of half a fleet, and tell nobody anything. */
const LEAST_STRENGTH = 0.3;
/** One window in a hundred may hold a correlation of chance. */
const CHANCE = 0.01;
/** Differences of noise are correlated with their neighbours by a half, so that minutes count for two thirds (Bartlett). */
const DEPENDENCE = 1.5;
/** The strongest of each service are kept. */
const MOST_PER_SERVICE = 5;

/** The strongest correlation of each pair of services that is more than chance, the strongest first. */
export function correlateServices(
  courses: readonly Course[],
  services: readonly Service[],
): readonly Correlation[] {
  const movements = courses.map(movementOf).filter((movement) => movement !== undefined);
  const strongest = new Map<string, Moving>();
  movements.forEach((one, index) => {
    for (const other of movements.slice(index + 1)) {
      if (one.sign.serviceId === other.sign.serviceId) continue;
      const found = strongestLag(one, other);
      const pair = [one.sign.serviceId, other.sign.serviceId].sort().join(' ');
      if (Math.abs(found.strength) > Math.abs(strongest.get(pair)?.strength ?? 0)) strongest.set(pair, found);
    }
  });
  const asked = movements.length ** 2 * (2 * MOST_LAG + 1);
  const sure = [...strongest.values()].filter((found) => isSure(found, asked));
  return keepStrongest(sure).map((found) => ({ ...found, relation: relationOf(found, services) }));
}

type Moving = Omit<Correlation, 'relation'>;

function strongestLag(one: Movement, other: Movement): Moving {
  let best = correlationAt(one, other, 0);
  for (let lag = 1; lag <= MOST_LAG; lag++) {
    for (const found of [correlationAt(one, other, lag), correlationAt(other, one, lag)]) {
      if (Math.abs(found.strength) > Math.abs(best.strength)) best = found;
    }
  }
  return best;
}

/** How the moves of one are those of the other so many minutes later. */
function correlationAt(first: Movement, next: Movement, lagMinutes: number): Moving {
  const { sum, minutes } = overlap(first, next, lagMinutes);
  const strength = minutes < LEAST_MINUTES ? 0 : Math.max(-1, Math.min(1, sum / minutes));
  return { first: first.sign, next: next.sign, lagMinutes, strength, minutes };
}

function overlap(first: Movement, next: Movement, lag: number): { sum: number; minutes: number } {
  const length = first.moves.length - lag;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += floatAt(first.moves, i) * floatAt(next.moves, i + lag);
  const isWhole = first.knownCount + next.knownCount >= 2 * (first.moves.length - 1);
  if (isWhole) return { sum, minutes: length - 1 };
  let minutes = 0;
  for (let i = 0; i < length; i++) minutes += floatAt(first.known, i) * floatAt(next.known, i + lag);
  return { sum, minutes };
}

/** By the tail of a normal distribution, for all that was asked together. */
function isSure({ strength, minutes }: Moving, asked: number): boolean {
  const least = Math.sqrt((2 * Math.log(asked / CHANCE) * DEPENDENCE) / minutes);
  return Math.abs(strength) >= Math.max(LEAST_STRENGTH, least);
}

function keepStrongest(found: readonly Moving[]): readonly Moving[] {
  const kept = new Map<ServiceId, number>();
  const hasRoom = ({ serviceId }: Moving['first']) => (kept.get(serviceId) ?? 0) < MOST_PER_SERVICE;
  return found.toSorted(byStrength).filter(({ first, next }) => {
    const isKept = hasRoom(first) && hasRoom(next);
    if (isKept)
      for (const { serviceId } of [first, next]) kept.set(serviceId, (kept.get(serviceId) ?? 0) + 1);
    return isKept;
  });
}

function byStrength(one: Moving, other: Moving): number {
  const name = ({ first, next }: Moving) => `${first.serviceId} ${next.serviceId}`;
  return Math.abs(other.strength) - Math.abs(one.strength) || name(one).localeCompare(name(other));
}

/** What the declared call graph says of two services. */
function relationOf({ first, next }: Moving, services: readonly Service[]): Correlation['relation'] {
  const [one, other] = [first.serviceId, next.serviceId];
  const isReached =
    allDependenciesOf(services, one).includes(other) || allDependenciesOf(services, other).includes(one);
  if (isReached) return 'declared';
  const around = neighboursOf(services, one);
  return neighboursOf(services, other).some((id) => around.includes(id)) ? 'shared' : 'undeclared';
}
