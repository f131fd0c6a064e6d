// The second step: features of the last moment of every reading, the model's word on all of them in one call, and what can be
// said of the time ahead. Without the model each metric's own history speaks, and the prediction says so.

import type { LimitedReading } from '#application/foresight/read-limited.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import type { Flags, Log } from '#application/ports/operations.ts';
import { floatAt } from '#domain/baseline/number-at.ts';
import { FAILURE_FEATURE_COUNT } from '#domain/failure/failure-feature-names.ts';
import { failureFeatureRows } from '#domain/failure/failure-features.ts';
import { predictAt, usualProbabilities } from '#domain/failure/failure-outlook.ts';
import { calibrateLogits } from '#domain/failure/predict-failure.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { HORIZON_MINUTES, type HorizonProbabilities } from '#domain/failure/survival.ts';
import type { Instant } from '#domain/ids.ts';

export interface PredictReadingsDeps {
  readonly flags: Flags;
  readonly log: Log;
  /** Absent when it could not be loaded: history speaks alone. */
  readonly failureModel?: FailureModel | undefined;
}

/** A reading and what is said of it. */
export interface PredictedReading {
  readonly reading: LimitedReading;
  readonly prediction: Prediction;
}

/** One prediction for each reading, from what was known at `madeAt`, which is the end of its last period. */
export async function predictReadings(
  deps: PredictReadingsDeps,
  readings: readonly LimitedReading[],
  madeAt: Instant,
): Promise<readonly PredictedReading[]> {
  const answer = await askModel(deps, readings);
  return readings.map((reading, row) => {
    const { serviceId, indicator, limit, isKnown, history } = reading;
    const last = history.series.values.length - 1;
    const prediction: Prediction = {
      serviceId,
      indicator,
      value: floatAt(history.series.values, last),
      limit,
      isLimitKnown: isKnown,
      madeAt,
      ...(answer && { modelHash: answer.hash }),
      said: predictAt(history, last, answer?.rows[row] ?? usualProbabilities(history, last)),
    };
    return { reading, prediction };
  });
}

interface ModelAnswer {
  readonly hash: string;
  readonly rows: readonly HorizonProbabilities[];
}

/** Undefined when the model is switched off, missing or failing: never an error, always on record. */
async function askModel(
  { failureModel, flags, log }: PredictReadingsDeps,
  readings: readonly LimitedReading[],
): Promise<ModelAnswer | undefined> {
  try {
    if (!failureModel || !(await flags.isOn('self_healing.ml_models')))
      throw new Error('no failure model is loaded or switched on');
    const { model, parameters } = failureModel;
    const logits = await model.evaluate(lastRows(readings), readings.length);
    const wide = HORIZON_MINUTES.length;
    const rows = readings.map((_, row) =>
      calibrateLogits([...logits.subarray(row * wide, (row + 1) * wide)], parameters),
    );
    return { hash: model.info.hash, rows };
  } catch (error) {
    log.record('model-unavailable', { reason: String(error) });
    return undefined;
  }
}

function lastRows(readings: readonly LimitedReading[]): Float32Array {
  const rows = new Float32Array(readings.length * FAILURE_FEATURE_COUNT);
  readings.forEach(({ history }, row) => {
    rows.set(failureFeatureRows(history, [history.series.values.length - 1]), row * FAILURE_FEATURE_COUNT);
  });
  return rows;
}
