// What is usual under each load: latency at double the demand is not latency at night (M38).

import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { stepTowards } from '#domain/baseline/robust.ts';
import { learnSpread, SETTLED_POINTS } from '#domain/baseline/spread.ts';

/** Load bands, by throughput relative to the day's usual: below half, to one, to one and a half, to double, above. */
const LOAD_BAND_LIMITS: readonly number[] = [0.5, 1, 1.5, 2];

/** What is usual in one load band. */
export interface LoadBand {
  /** Values seen, up to SETTLED_POINTS. */
  readonly count: number;
  readonly center: number;
  readonly spread: number;
}

/** How fast a band learns. */
export interface LoadBandLearning {
  /** Largest move of the centre, in spreads, and growth of the spread, once the band has settled. */
  readonly learningRate: number;
  readonly spreadRate: number;
}

const UNSEEN: LoadBand = { count: 0, center: 0, spread: 0 };
const ALL_UNSEEN = new Array<LoadBand>(LOAD_BAND_LIMITS.length + 1).fill(UNSEEN);

/** The load band of a throughput, given what is usual over the day; undefined when that is not known. */
export function loadBandOf(throughput: number, usual: number): number | undefined {
  if (usual <= 0) return undefined;
  const index = LOAD_BAND_LIMITS.findIndex((limit) => throughput < limit * usual);
  return index < 0 ? LOAD_BAND_LIMITS.length : index;
}

/** The bands after one more value under the present load; unchanged where the load is unknown. */
export function learnLoadBand(
  bands: readonly LoadBand[],
  { value, present }: { readonly value: number; readonly present: number | undefined },
  learning: LoadBandLearning,
): readonly LoadBand[] {
  if (present === undefined) return bands;
  const known = bands.length === 0 ? ALL_UNSEEN : bands;
  return known.map((band, index) => (index === present ? learnBand(band, value, learning) : band));
}

/** A band's centre follows single points, so its step is small: a running median in constant space. */
function learnBand(band: LoadBand, value: number, { learningRate, spreadRate }: LoadBandLearning): LoadBand {
  if (band.count === 0) return { count: 1, center: roundToPacked(value, 'long'), spread: 0 };
  const count = Math.min(band.count + 1, SETTLED_POINTS);
  const rate = Math.max(spreadRate, 1 / count);
  const spread = learnSpread(band.spread, Math.abs(value - band.center), { center: band.center, rate });
  const largestStep = Math.max(learningRate, 1 / count) * spread;
  return { count, center: roundToPacked(stepTowards(band.center, value, largestStep), 'long'), spread };
}
