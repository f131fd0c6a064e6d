// Volume under the surface of precision and recall (Paparrizos et al. 2022): labels are widened by buffers of growing
// length, so that a score that is a little early or late is neither fully right nor fully wrong. No threshold is chosen.

import type { LabelledScores } from './event-score.ts';
import { runsOf } from './event-score.ts';

/** The widest buffer in points, and how many lengths are tried up to it. */
const LARGEST_BUFFER = 100;
const BUFFERS = 11;
const THRESHOLDS = 100;

/** 0 to 1, the mean over the buffers; undefined for a series without labels, where it has no meaning. */
export function vusPr(series: LabelledScores): number | undefined {
  const events = runsOf((i) => series.labels[i] === 1, series.labels.length);
  if (events.length === 0) return undefined;
  const order = Uint32Array.from(series.scores.keys()).sort(
    (one, other) => (series.scores[other] ?? 0) - (series.scores[one] ?? 0),
  );
  let sum = 0;
  for (let step = 0; step < BUFFERS; step++) {
    const buffer = Math.round((step * LARGEST_BUFFER) / (BUFFERS - 1));
    sum += rangeAucPr(series, events, { order, buffer });
  }
  return sum / BUFFERS;
}

interface Ranking {
  /** Points, the highest score first. */
  readonly order: Uint32Array;
  readonly buffer: number;
}

function rangeAucPr(
  { scores, labels }: LabelledScores,
  events: readonly (readonly [number, number])[],
  { order, buffer }: Ranking,
): number {
  const soft = widened(labels, events, buffer);
  const ranges = runsOf((i) => (soft[i] ?? 0) > 0, soft.length);
  const rangeOf = new Int32Array(soft.length).fill(-1);
  ranges.forEach(([first, last], range) => {
    rangeOf.fill(range, first, last + 1);
  });
  const positives = (sumOf(soft) + sumOf(labels)) / 2;
  const touched = new Set<number>();
  let right = 0;
  let area = 0;
  let recallBefore = 0;
  let next = 0;
  for (let step = 1; step <= THRESHOLDS; step++) {
    // Dense where few points are alarms; the last threshold takes all points in.
    const end = Math.ceil(order.length * (step / THRESHOLDS) ** 2);
    const lastScore = scores[order[Math.min(end, order.length) - 1] ?? 0] ?? 0;
    while (next < order.length && (next < end || (scores[order[next] ?? 0] ?? 0) === lastScore)) {
      const point = order[next++] ?? 0;
      right += soft[point] ?? 0;
      const range = rangeOf[point] ?? -1;
      if (range >= 0) touched.add(range);
    }
    const recall = Math.min(right / positives, 1) * (touched.size / ranges.length);
    area += (recall - recallBefore) * (right / next);
    recallBefore = recall;
  }
  return area;
}

function widened(
  labels: Uint8Array,
  events: readonly (readonly [number, number])[],
  buffer: number,
): Float64Array {
  const soft = Float64Array.from(labels);
  const half = Math.floor(buffer / 2);
  for (const [first, last] of events) {
    for (let away = 1; away <= half; away++) {
      const worth = Math.sqrt(1 - away / buffer);
      for (const at of [first - away, last + away]) {
        if (at >= 0 && at < soft.length) soft[at] = Math.min(1, (soft[at] ?? 0) + worth);
      }
    }
  }
  return soft;
}

function sumOf(values: Float64Array | Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
