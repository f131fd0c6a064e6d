// The KPIs that dense detection is measured on: made-up ones and recorded ones, each with trouble that was put in.

import { openStream } from '#local/fleet/random.ts';
import type { RecordedSeries } from '../../../features/recorded-series.ts';
import type { LabelledScores } from '../event-score.ts';
import { type RecordedLogits, WARM_UP_POINTS } from '../recorded-logits.ts';
import { readBackgrounds } from './kpi-backgrounds.ts';
import { makeKpis } from './kpi-series.ts';
import { addTrouble, type Trouble } from './kpi-trouble.ts';

export interface DenseKpi {
  /** With the trouble in its values and labels. */
  readonly series: RecordedSeries;
  readonly isMadeUp: boolean;
  readonly troubles: readonly Trouble[];
  /** What people had marked before anything was put in: points that are not judged. */
  readonly marked: Uint8Array;
}

/** A KPI with the opinions of the models on it. */
export type JudgedKpi = DenseKpi & { readonly recorded: RecordedLogits };

export interface DenseOrder {
  /** Folder of the public data sets. */
  readonly data: string;
  readonly seed: number;
}

/** Far from the seeds of training, whatever the seed of the run is. */
const SEED_DISTANCE = 770_000;
const MADE_UP = [
  { periodSeconds: 60, count: 12 },
  { periodSeconds: 300, count: 24 },
] as const;
/** All of them, the same for the same seed. */
export function* collectDenseKpis({ data, seed }: DenseOrder): Generator<DenseKpi> {
  const own = seed + SEED_DISTANCE;
  for (const { periodSeconds, count } of MADE_UP)
    for (const series of makeKpis({ count, periodSeconds, seed: own })) yield inTrouble(series, own);
  for (const series of readBackgrounds(data)) yield inTrouble(series, own);
}

function inTrouble(series: RecordedSeries, seed: number): DenseKpi {
  const { dataset, name, periodSeconds } = series;
  const points = series.points.filter(({ value }) => Number.isFinite(value));
  const { values, troubles } = addTrouble(
    points.map(({ value }) => value),
    { periodSeconds, isTaken: (index) => points[index]?.isLabelled ?? false },
    openStream(seed, `trouble/${dataset}/${name}`),
  );
  const labels = new Uint8Array(points.length);
  for (const { from, to } of troubles) labels.fill(1, from, to + 1);
  return {
    series: {
      ...{ dataset, name, periodSeconds },
      points: points.map(({ at }, i) => ({ at, value: values[i] ?? 0, isLabelled: labels[i] === 1 })),
    },
    isMadeUp: dataset === 'made-up',
    troubles,
    marked: Uint8Array.from(points, ({ isLabelled }) => (isLabelled ? 1 : 0)),
  };
}

/** The scores of the points that are judged, with their labels: not the first ones, and not what people had marked. */
export function judgedPart(kpi: JudgedKpi, scores: Float64Array): LabelledScores {
  return {
    scores: scores.filter((_, index) => isJudged(kpi, index)),
    labels: kpi.recorded.labels.filter((_, index) => isJudged(kpi, index)),
  };
}

/** Whether a point of the KPI counts. */
export function isJudged({ marked }: DenseKpi, index: number): boolean {
  return index >= WARM_UP_POINTS && marked[index] !== 1;
}
