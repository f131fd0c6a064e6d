// A likely failure of a resource whose limit is known is an anomaly before anybody feels it (M50): told like any other, with a
// detector of its own, so that incidents, their recoveries and their verification treat it as they treat a steady rise.

import type { PredictedReading } from '#application/foresight/predict-readings.ts';
import { buildAnomalyId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Anomaly, Evidence } from '#domain/anomaly/anomaly.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { momentAt } from '#domain/failure/limited-series.ts';
import type { Outlook } from '#domain/failure/outlook.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { HORIZON_MINUTES } from '#domain/failure/survival.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';

/** Minutes are judged from their start: half a minute beside it, neither anomaly takes the place of the other. */
const BESIDE_SECONDS = -30;

export interface ForetellingQuestion {
  readonly serviceId: ServiceId;
  readonly predicted: readonly PredictedReading[];
  /** The outlook before: one look may err, two in a row say the same. */
  readonly seen: Outlook | undefined;
  readonly madeAt: Instant;
  readonly detectedAt: Instant;
  readonly settings: Pick<Settings, 'prediction'>;
}

/** The anomaly of what is foretold; undefined when no known limit is likely to be passed in time. */
export function foretellAnomaly(question: ForetellingQuestion): Anomaly | undefined {
  const { serviceId, predicted, madeAt, detectedAt, settings } = question;
  const foretold = predicted.filter(({ prediction }) => isForetold(prediction, question.seen, settings));
  const [first] = foretold;
  if (!first) return undefined;
  const at = secondsAfter(madeAt, BESIDE_SECONDS);
  const { modelHash } = first.prediction;
  return {
    anomalyId: buildAnomalyId(serviceId, at),
    serviceId,
    at,
    onsetAt: at,
    detectedAt,
    score: Math.max(...foretold.map(({ prediction }) => chanceWithin(prediction, settings))),
    isUserVisible: false,
    evidence: foretold.map(evidenceOf),
    ...(modelHash !== undefined && { modelHash }),
    isFallback: false,
  };
}

/** By the model, of a limit that is known and not passed yet, and for the second time in a row. */
function isForetold(
  prediction: Prediction,
  seen: Outlook | undefined,
  settings: ForetellingQuestion['settings'],
): boolean {
  const earlier = seen?.predictions.find(({ indicator }) => indicator === prediction.indicator);
  return [prediction, earlier].every((each) => each !== undefined && isLikely(each, settings));
}

function isLikely(prediction: Prediction, settings: ForetellingQuestion['settings']): boolean {
  const { isLimitKnown, modelHash, value, limit } = prediction;
  if (!isLimitKnown || modelHash === undefined || value > limit) return false;
  return chanceWithin(prediction, settings) >= settings.prediction.failureProbability;
}

/** The chance within the longest horizon that lies in the window of C9. */
function chanceWithin({ said }: Prediction, { prediction }: ForetellingQuestion['settings']): number {
  const last = HORIZON_MINUTES.findLastIndex((minutes) => minutes <= prediction.windowMinutes.to);
  return numberAt(said.within, last);
}

/** What is usual is what the last day was like. */
function evidenceOf({ reading, prediction: { indicator, value } }: PredictedReading): Evidence {
  const { series } = reading.history;
  const { dayLow, dayMedian, dayHigh } = momentAt(series, series.values.length - 1).levels;
  const spread = Math.max(dayHigh - dayMedian, Number.EPSILON);
  return {
    indicator,
    value,
    expected: dayMedian,
    lower: dayLow,
    upper: dayHigh,
    direction: 'above',
    deviation: (value - dayMedian) / spread,
    detectors: ['prediction'],
    topFeatures: [],
  };
}
