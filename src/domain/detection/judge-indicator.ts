// One indicator in one minute: what each detector says of it, and whether that makes it abnormal.

import type { DetectorName, Evidence } from '#domain/anomaly/anomaly.ts';
import { type Band, deviationFrom } from '#domain/baseline/band.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { Trend } from '#domain/detection/trend.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** What was seen of one indicator in one minute. */
export interface IndicatorObservation {
  readonly indicator: IndicatorName;
  readonly value: number;
  /** Absent while too little was seen to say. */
  readonly band?: Band;
  /** In the order of FEATURE_NAMES. */
  readonly features: readonly number[];
  /** The shape of the last points; absent where the newest is calm. */
  readonly window?: Float32Array;
  /** A deviation of this size comes at this time by habit (B3). */
  readonly isRecurring: boolean;
  /** The crossing of a known limit, so near that it is an anomaly already. */
  readonly trend?: Trend;
  /** The crossing that is foretold, be it later or of a limit that is presumed. */
  readonly foretold?: Trend;
}

export interface IndicatorVerdict {
  readonly evidence: Evidence;
  readonly isAbnormal: boolean;
  readonly isStrong: boolean;
}

export interface IndicatorQuestion {
  readonly observation: IndicatorObservation;
  /** 0 (usual) to 1; absent when no model took part. */
  readonly modelScore?: number | undefined;
  /** Failed requests of the minute; a share that rests on fewer than the minimum says nothing. */
  readonly failures?: number | undefined;
  /** The consecutive-failure rule holds this indicator responsible. */
  readonly isFailing: boolean;
  readonly settings: DetectionSettings;
}

/** How many features an explanation names. */
const TOP_FEATURES = 3;
/** A feature below one usual distance (log 2) does not stand out. */
const LEAST_TOP_FEATURE = Math.LN2;
/** Features in usual distances, which can be compared with each other; the others are shares and lengths. */
const COMPARABLE = /^(residual|day-(\d|closest|median)|week|shift|step|slope-\d|beyond|window|level)/;
const COMPARABLE_FEATURES = FEATURE_NAMES.map((name, index) => ({ name, index })).filter(({ name }) =>
  COMPARABLE.test(name),
);

/** What the detectors say. Without a band only the failure and trend rules speak. */
export function judgeIndicator(question: IndicatorQuestion): IndicatorVerdict {
  const { observation, modelScore, settings } = question;
  const { indicator, value, band, trend } = observation;
  const deviation = band ? deviationFrom(band, value) : 0;
  const harmful = band ? harmfulDeviation(question, deviation) : 0;
  const detectors = detectorsOf(question, harmful);
  const direction = deviation < 0 ? 'below' : 'above';
  const isDeviating = detectors.includes('threshold') || detectors.includes('model');
  return {
    evidence: {
      indicator,
      value,
      expected: band?.expected ?? value,
      lower: band?.lower ?? value,
      upper: band?.upper ?? trend?.limit ?? value,
      direction,
      deviation,
      detectors,
      ...(modelScore !== undefined && { modelScore }),
      topFeatures: topFeatures(observation.features),
    },
    isAbnormal: isDeviating || detectors.includes('failure') || detectors.includes('trend'),
    isStrong: isDeviating && harmful >= settings.bands.width * settings.bands.strongFactor,
  };
}

/** The deviation in spreads, on the side that does harm and with enough failures behind it; 0 otherwise. */
function harmfulDeviation({ observation, failures, settings }: IndicatorQuestion, deviation: number): number {
  const { indicator, isRecurring } = observation;
  const { direction } = settings.indicators[indicator];
  const isTooFew = indicator === 'error-share' && (failures ?? 0) < settings.failures.minimumFailures;
  if (isRecurring || isTooFew) return 0;
  if (direction === 'both') return Math.abs(deviation);
  return direction === 'above' ? Math.max(deviation, 0) : Math.max(-deviation, 0);
}

function detectorsOf(
  { observation, modelScore = 0, isFailing, settings }: IndicatorQuestion,
  harmful: number,
): DetectorName[] {
  const { bands, model } = settings;
  const detectors: DetectorName[] = [];
  if (harmful > bands.width) detectors.push('threshold');
  if (modelScore >= model.bar && harmful > bands.width * model.deviationShare) detectors.push('model');
  if (isFailing) detectors.push('failure');
  if (observation.trend) detectors.push('trend');
  return detectors;
}

function topFeatures(features: readonly number[]): Evidence['topFeatures'] {
  return COMPARABLE_FEATURES.map(({ name, index }) => ({ name, value: numberAt(features, index) }))
    .filter(({ value }) => Math.abs(value) >= LEAST_TOP_FEATURE)
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, TOP_FEATURES);
}
