// What detection is trained on: recorded series with their labels, recorded normal operation with anomalies put in, and
// made-up series of the kinds that the recorded sets lack.

import { openStream } from '#local/fleet/random.ts';
import { injectAnomalies } from './injection.ts';
import { type RecordedPoint, type RecordedSeries, readRecordedSeries } from './recorded-series.ts';
import { makeSyntheticSeries } from './synthetic-series.ts';

export interface TrainingPoint extends RecordedPoint {
  /** Neither normal for sure nor labelled by us: not to be learned from. */
  readonly isDoubtful: boolean;
}

/** Labelled by people, recorded with anomalies put in, or made up altogether. */
export type Origin = 'labelled' | 'injected' | 'synthetic';

export interface TrainingSeries {
  readonly dataset: string;
  readonly name: string;
  readonly periodSeconds: number;
  readonly origin: Origin;
  readonly points: readonly TrainingPoint[];
}

const SEED = 20260105;
const SYNTHETIC_SERIES = 216;
/** Sets whose labels are of one series. The others label a whole service: which of its metrics was odd is not said. */
const LABELLED_SETS: ReadonlySet<string> = new Set(['mscloud', 'nab']);
/** Recordings of a point a minute are few: those with labels are used with anomalies put in as well. */
const DENSE_SECONDS = 60;
/** Shorter or poorer series cannot hold an anomaly that stands out of a history. */
const LEAST_POINTS = 600;
const LEAST_DIFFERENT_VALUES = 5;

/** All series; data sets that are not in the folder are left out. */
export function* collectTrainingSeries(folder: string): Generator<TrainingSeries> {
  for (const recorded of readRecordedSeries(folder)) {
    const isLabelled = LABELLED_SETS.has(recorded.dataset);
    if (isLabelled) yield asLabelled(recorded);
    if ((!isLabelled || recorded.periodSeconds === DENSE_SECONDS) && isRichEnough(recorded))
      yield asInjected(recorded);
  }
  for (const made of makeSyntheticSeries(SYNTHETIC_SERIES, SEED)) {
    yield { ...asLabelled(made), origin: 'synthetic' };
  }
}

export function asLabelled({ dataset, name, periodSeconds, points }: RecordedSeries): TrainingSeries {
  const certain = points.map((point) => ({ ...point, isDoubtful: false }));
  return { dataset, name, periodSeconds, origin: 'labelled', points: certain };
}

/** What people have labelled stays in as it is, and is not learned from. */
export function asInjected({ dataset, name, periodSeconds, points }: RecordedSeries): TrainingSeries {
  const known = points.filter(({ value }) => Number.isFinite(value));
  const { values, labels } = injectAnomalies(
    known.map(({ value }) => value),
    openStream(SEED, `${dataset}/${name}`),
  );
  const changed = known.map(({ at, isLabelled }, index) => ({
    at,
    value: values[index] ?? 0,
    isLabelled: labels[index] ?? false,
    isDoubtful: isLabelled,
  }));
  return { dataset, name, periodSeconds, origin: 'injected', points: changed };
}

export function isRichEnough({ points }: RecordedSeries): boolean {
  if (points.length < LEAST_POINTS) return false;
  return new Set(points.slice(0, LEAST_POINTS).map(({ value }) => value)).size >= LEAST_DIFFERENT_VALUES;
}
