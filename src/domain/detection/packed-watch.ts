// A watch as it is stored: the same state in half of the size, and constant, because every minute writes it.
// Lossless, because every number is rounded to its packed form when it enters the state.

import type { HourlyMemory } from '#domain/baseline/hourly-memory.ts';
import type { LoadBand } from '#domain/baseline/load-band.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { packNumbers, unpackNumbers } from '#domain/baseline/packed-numbers.ts';
import { SCALE_COUNT, type SeriesState } from '#domain/baseline/series-state.ts';
import type { JointMemory } from '#domain/detection/joint-guard.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** One series: counters as numbers, the rest as packed text. */
export interface PackedSeries {
  /** Newest period, all points, those of the open hour, those that taught, gap, flat run, points since an excess. */
  readonly counters: readonly [number, number, number, number, number, number, number];
  readonly loadCounts: readonly number[];
  /** First and open hour. */
  readonly hours: readonly [number, number];
  readonly scalars: string;
  readonly recent: string;
  /** Medians, peaks, centres and excursions: changes once an hour. */
  readonly memory: readonly [string, string, string, string];
}

/** What the indicators do together: minutes that taught, and the rest as packed text. */
export interface PackedJoint {
  readonly count: number;
  readonly numbers: string;
  readonly held: string;
}

export interface PackedWatch extends Omit<ServiceWatch, 'series' | 'joint'> {
  readonly series: Readonly<Partial<Record<IndicatorName, PackedSeries>>>;
  readonly joint?: PackedJoint;
}

/** The stored form of a watch; plain JSON. */
export function packWatch(watch: ServiceWatch): PackedWatch {
  const { joint, series, ...rest } = watch;
  return { ...rest, series: mapSeries(series, packSeries), ...(joint && { joint: packJoint(joint) }) };
}

/**
 * The watch that was packed, equal to it in every number. Series that another version has packed with other scales are left
 * out, and so are learned anew. Throws a RangeError when the text is damaged.
 */
export function unpackWatch(packed: PackedWatch): ServiceWatch {
  const { joint, series, ...rest } = packed;
  const readable = mapSeries(series, (one) => (isOfThisLayout(one) ? unpackSeries(one) : undefined));
  return { ...rest, series: readable, ...(joint && { joint: unpackJoint(joint) }) };
}

function packJoint({ count, numbers, held }: JointMemory): PackedJoint {
  return { count, numbers: packNumbers(numbers, 'long'), held: packNumbers(held, 'long') };
}

function unpackJoint({ count, numbers, held }: PackedJoint): JointMemory {
  return { count, numbers: unpackNumbers(numbers, 'long'), held: unpackNumbers(held, 'long') };
}

function mapSeries<From, To>(
  series: Readonly<Partial<Record<IndicatorName, From>>>,
  convert: (one: From) => To | undefined,
): Partial<Record<IndicatorName, To>> {
  const converted: Partial<Record<IndicatorName, To>> = {};
  for (const indicator of IndicatorName.options) {
    const one = series[indicator];
    const next = one && convert(one);
    if (next !== undefined) converted[indicator] = next;
  }
  return converted;
}

function packSeries(state: SeriesState): PackedSeries {
  const { memory, loadBands } = state;
  return {
    counters: [
      ...([state.lastAt, state.count, state.hourCount, state.hourTaught] as const),
      ...([state.gap, state.flatRun, state.sinceExcess] as const),
    ],
    loadCounts: loadBands.map(({ count }) => count),
    hours: [memory.firstHour, memory.openHour],
    scalars: packNumbers(
      [
        ...[state.hourPeak, state.repeatShare, state.level, state.spread, state.momentum],
        ...[...state.excessShares, memory.level6, memory.level24, ...state.scales],
        ...loadBands.flatMap(({ center, spread }) => [center, spread]),
      ],
      'long',
    ),
    recent: packNumbers(state.recent, 'long'),
    memory: [
      packNumbers(memory.medians, 'short'),
      packNumbers(memory.peaks, 'short'),
      packNumbers(memory.centers, 'short'),
      packNumbers(memory.excursions, 'short'),
    ],
  };
}

/** Where the scales begin and end in the packed scalars. */
const SCALES_FROM = 9;
const SCALES_TO = SCALES_FROM + SCALE_COUNT;

/** Characters of a packed number, and numbers of a load band. */
const CHARACTERS = 4;
const LOAD_BAND_NUMBERS = 2;

function isOfThisLayout({ scalars, loadCounts }: PackedSeries): boolean {
  return scalars.length === CHARACTERS * (SCALES_TO + LOAD_BAND_NUMBERS * loadCounts.length);
}

function unpackSeries(packed: PackedSeries): SeriesState {
  const [lastAt, count, hourCount, hourTaught, gap, flatRun, sinceExcess] = packed.counters;
  const numbers = unpackNumbers(packed.scalars, 'long');
  return {
    ...{ lastAt, count, hourCount, hourTaught, gap, flatRun, sinceExcess },
    hourPeak: numberAt(numbers, 0),
    repeatShare: numberAt(numbers, 1),
    level: numberAt(numbers, 2),
    spread: numberAt(numbers, 3),
    momentum: numberAt(numbers, 4),
    excessShares: [numberAt(numbers, 5), numberAt(numbers, 6)],
    scales: numbers.slice(SCALES_FROM, SCALES_TO),
    loadBands: unpackLoadBands(packed.loadCounts, numbers.slice(SCALES_TO)),
    recent: unpackNumbers(packed.recent, 'long'),
    memory: unpackMemory(packed, { level6: numberAt(numbers, 7), level24: numberAt(numbers, 8) }),
  };
}

function unpackLoadBands(counts: readonly number[], numbers: readonly number[]): LoadBand[] {
  return counts.map((count, band) => ({
    count,
    center: numberAt(numbers, 2 * band),
    spread: numberAt(numbers, 2 * band + 1),
  }));
}

function unpackMemory(
  { hours, memory }: PackedSeries,
  levels: Pick<HourlyMemory, 'level6' | 'level24'>,
): HourlyMemory {
  return {
    firstHour: hours[0],
    openHour: hours[1],
    ...levels,
    medians: unpackNumbers(memory[0], 'short'),
    peaks: unpackNumbers(memory[1], 'short'),
    centers: unpackNumbers(memory[2], 'short'),
    excursions: unpackNumbers(memory[3], 'short'),
  };
}
