// Trouble put into KPIs that have none, or whose own trouble is left out of the judgement: what people mark on such curves.
// On purpose not the anomalies that the models learn from (tools/features/injection.ts): lengths in minutes, loss as a share
// of the level, sizes in units of what the series' own days differ by, and values that are normal at another time.

import { quantileOf } from '#domain/baseline/robust.ts';
import { between, pick, type RandomStream } from '#local/fleet/random.ts';

/** What is put in, in the order of the table. */
export const TROUBLE_KINDS = ['spike', 'dip', 'shift', 'ramp', 'shape', 'wrong time'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** First and last point. */
  readonly from: number;
  readonly to: number;
}

export interface TroubledValues {
  readonly values: Float64Array;
  readonly troubles: readonly Trouble[];
}

export interface TroubleOrder {
  readonly periodSeconds: number;
  /** Where nothing may be put in: what people marked in the recording. */
  readonly isTaken: (index: number) => boolean;
}

const SECONDS_PER_DAY = 86_400;
/** Trouble begins when a day and a half is known, and comes about every day and a half. */
const QUIET_DAYS = 1.5;
const DAYS_BETWEEN = [0.4, 2.6] as const;
/** Shortest and longest, in minutes. */
const MINUTES: Readonly<Record<TroubleKind, readonly [number, number]>> = {
  spike: [1, 8],
  dip: [2, 40],
  shift: [20, 240],
  ramp: [10, 90],
  shape: [20, 120],
  'wrong time': [20, 120],
};
/** Smallest and largest, in units of the noise; one point has to stand out by more than many do. */
const SIZES: Readonly<Record<TroubleKind, readonly [number, number]>> = {
  spike: [7, 30],
  dip: [6, 25],
  shift: [5, 15],
  ramp: [6, 18],
  shape: [4, 10],
  'wrong time': [5, Number.POSITIVE_INFINITY],
};

/** The values with trouble at random places. */
export function addTrouble(
  values: ArrayLike<number>,
  { periodSeconds, isTaken }: TroubleOrder,
  random: RandomStream,
): TroubledValues {
  const perDay = Math.round(SECONDS_PER_DAY / periodSeconds);
  const changed = Float64Array.from(values);
  const troubles: Trouble[] = [];
  let at = Math.round(perDay * between(random, QUIET_DAYS, QUIET_DAYS + 1));
  while (at < values.length) {
    const kind = pick(random, TROUBLE_KINDS);
    const [least, most] = MINUTES[kind];
    const minutes = Math.exp(between(random, Math.log(least), Math.log(most)));
    const points = Math.max(1, Math.round((minutes * 60) / periodSeconds));
    const trouble = { kind, from: at, to: Math.min(at + points, values.length) - 1 };
    if (!touches(trouble, isTaken) && put(changed, trouble, { perDay, random })) troubles.push(trouble);
    at = trouble.to + 1 + Math.round(perDay * between(random, ...DAYS_BETWEEN));
  }
  return { values: changed, troubles };
}

function touches({ from, to }: Trouble, isTaken: TroubleOrder['isTaken']): boolean {
  for (let i = from; i <= to; i++) if (isTaken(i)) return true;
  return false;
}

interface Setting {
  readonly perDay: number;
  readonly random: RandomStream;
}

/** False where the trouble would not show, and is not put in. */
function put(values: Float64Array, trouble: Trouble, { perDay, random }: Setting): boolean {
  const { kind, from, to } = trouble;
  const own = values.slice(from, to + 1);
  const noise = noiseBefore(values, from, perDay);
  const [least, most] = SIZES[kind];
  const changed =
    kind === 'wrong time'
      ? fromAnotherTime(values, trouble, perDay, random)
      : CHANGES[kind](own, noise * Math.exp(between(random, Math.log(least), Math.log(most))), random);
  const [low, high] = rangeBefore(values, from, perDay);
  const kept = low >= 0 ? changed.map((value) => Math.max(value, 0)) : changed;
  // Where 100 % is the most there is, nothing goes beyond it.
  const bounded = high <= 100 && high > 99 ? kept.map((value) => Math.min(value, 100)) : kept;
  const away = own.map((value, i) => Math.abs((bounded[i] ?? 0) - value)).sort();
  if ((away[away.length >> 1] ?? 0) < (least / 2) * noise) return false;
  values.set(bounded, from);
  return true;
}

type Change = (own: Float64Array, size: number, random: RandomStream) => Float64Array;

const CHANGES: Readonly<Record<Exclude<TroubleKind, 'wrong time'>, Change>> = {
  spike(own, size, random) {
    const direction = random.uniform() < 0.75 ? 1 : -1;
    return own.map((value) => value + direction * size * between(random, 0.7, 1.1));
  },
  /** At least the size, and a share of what there is: some users get nothing. */
  dip(own, size, random) {
    const lost = between(random, 0.1, 0.9);
    return own.map((value) => value - Math.max(size, lost * Math.abs(value)) * between(random, 0.8, 1));
  },
  shift(own, size, random) {
    const direction = random.uniform() < 0.6 ? 1 : -1;
    return own.map((value) => value + direction * size);
  },
  ramp(own, size, random) {
    const direction = random.uniform() < 0.6 ? 1 : -1;
    return own.map((value, i) => value + direction * size * Math.min(1, (1.4 * (i + 1)) / own.length));
  },
  /** Frozen at one value, a saw, or far rougher than ever. */
  shape(own, size, random) {
    const drawn = pick(random, ['frozen', 'saw', 'rough'] as const);
    if (drawn === 'frozen') return own.map(() => (own[0] ?? 0) + size);
    const length = Math.max(4, Math.round(own.length / 5));
    return own.map(
      (value, i) =>
        value + (drawn === 'saw' ? 2 * size * ((i % length) / length - 0.5) : size * random.normal()),
    );
  },
};

/** What the series showed six to eighteen hours before, each value as it was. */
function fromAnotherTime(
  values: Float64Array,
  { from, to }: Trouble,
  perDay: number,
  random: RandomStream,
): Float64Array {
  const back = Math.round(perDay * between(random, 0.25, 0.75));
  return values.slice(from - back, to + 1 - back);
}

/** In units of the spread: half of a normal spread lies within so much. */
const HALF_OF_A_SPREAD = 0.6745;

/** What the last day differs by from the median of the points around it: as large as a step that means nothing. */
function noiseBefore(values: Float64Array, at: number, perDay: number): number {
  const reach = Math.max(2, Math.round(perDay / 96));
  const distances: number[] = [];
  for (let i = at - perDay; i < at; i += 3) {
    const middle = quantileOf(values, 0.5, { from: Math.max(0, i - reach), to: Math.min(at, i + reach + 1) });
    distances.push(Math.abs((values[i] ?? 0) - middle));
  }
  const level = Math.abs(quantileOf(values, 0.5, { from: at - perDay, to: at }));
  return Math.max(quantileOf(distances, 0.5) / HALF_OF_A_SPREAD, 0.003 * level, 1e-6);
}

function rangeBefore(values: Float64Array, at: number, perDay: number): readonly [number, number] {
  const day = values.slice(at - perDay, at).sort();
  return [day[0] ?? 0, day.at(-1) ?? 0];
}
