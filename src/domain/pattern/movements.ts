// How an indicator moved from minute to minute: differences in place of values, so that the swing of the day, which all
// services share, does not make all of them alike; and no single jump decides.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import type { Course } from '#domain/pattern/courses.ts';
import type { Sign } from '#domain/pattern/pattern.ts';

/** The moves of one sign, in standard deviations; 0 in minutes that are not known. */
export interface Movement {
  readonly sign: Sign;
  readonly moves: Float64Array;
  /** 1 in minutes that are known, otherwise 0. */
  readonly known: Float64Array;
  readonly knownCount: number;
}

/** Fewer minutes say nothing of two services: an hour. */
export const LEAST_MINUTES = 60;
/** Moves are cut at so many usual ones: two outages in one window would be a correlation by themselves. */
const MOST_SPREADS = 5;
/** Latency and traffic grow by factors, shares of errors by steps. */
const BY_FACTORS: readonly Sign['indicator'][] = ['latency-p99', 'throughput'];

/** The moves of a course; undefined when it is known for less than an hour or does not move. */
export function movementOf({ sign, values }: Course): Movement | undefined {
  const raw = differences(BY_FACTORS.includes(sign.indicator) ? values.map(logOf) : values);
  const seen = raw.filter((move) => !Number.isNaN(move));
  if (seen.length < LEAST_MINUTES) return undefined;
  const limit = MOST_SPREADS * spreadOf(seen);
  const cut = seen.map((move) => Math.max(-limit, Math.min(limit, move)));
  const mean = meanOf(cut);
  const deviation = Math.sqrt(meanOf(cut.map((move) => (move - mean) ** 2)));
  if (!(deviation > 0)) return undefined;
  return {
    sign,
    moves: raw.map((move) =>
      Number.isNaN(move) ? 0 : (Math.max(-limit, Math.min(limit, move)) - mean) / deviation,
    ),
    known: raw.map((move) => (Number.isNaN(move) ? 0 : 1)),
    knownCount: seen.length,
  };
}

function logOf(value: number): number {
  return value > 0 ? Math.log(value) : Number.NaN;
}

function differences(values: Float64Array): Float64Array {
  return values.map((value, minute) => (minute === 0 ? Number.NaN : value - floatAt(values, minute - 1)));
}

/** The usual size of a move; of what hardly ever moves that of those that are there. */
function spreadOf(moves: Float64Array): number {
  const sizes = moves.map(Math.abs);
  const usual = medianOf(sizes);
  return usual > 0 ? usual : medianOf(sizes.filter((size) => size > 0));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
