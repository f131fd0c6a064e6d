// The second step: features of the last moment of every reading, the model's word on all of them in one call, and what can be
// said of the time ahead. Without the model each metric's own history speaks, and the prediction says so. A version in its
// trial is asked of the very same rows; its word is only written down (M109).

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
  /** Another version of it, in its trial. */
  readonly failureChallenger?: FailureModel | undefined;
}

/** A reading and what is said of it. */
export interface PredictedReading {
  readonly reading: LimitedReading;
  readonly prediction: Prediction;
  /** What the version in its trial would have said. */
  readonly shadow?: Prediction['shadow'];
}

/** One prediction for each reading, from what was known at `madeAt`, which is the end of its last period. */
export async function predictReadings(
  deps: PredictReadingsDeps,
  readings: readonly LimitedReading[],
  madeAt: Instant,
): Promise<readonly PredictedReading[]> {
  const rows = lastRows(readings);
  const answer = await askChampion(deps, rows, readings.length);
  const shadow = answer && (await askChallenger(deps, rows, readings.length));
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
    const other = shadow?.rows[row];
    if (!shadow || !other) return { reading, prediction };
    const said = predictAt(history, last, other);
    return { reading, prediction, shadow: { modelHash: shadow.hash, said } };
  });
}

interface ModelAnswer {
  readonly hash: string;
  readonly rows: readonly HorizonProbabilities[];
}

/** Undefined when the model is switched off, missing or failing: never an error, always on record. */
async function askChampion(
  { failureModel, flags, log }: PredictReadingsDeps,
  rows: Float32Array,
  rowCount: number,
): Promise<ModelAnswer | undefined> {
  try {
    if (!failureModel || !(await flags.isOn('self_healing.ml_models')))
      throw new Error('no failure model is loaded or switched on');
    return await ask(failureModel, rows, rowCount);
  } catch (error) {
    log.record('model-unavailable', { reason: String(error) });
    return undefined;
  }
}

/** Nobody but the log notices when it fails. */
async function askChallenger(
  { failureChallenger, log }: PredictReadingsDeps,
  rows: Float32Array,
  rowCount: number,
): Promise<ModelAnswer | undefined> {
  try {
    return failureChallenger && (await ask(failureChallenger, rows, rowCount));
  } catch (error) {
    log.record('model-review-failed', { reason: String(error) });
    return undefined;
  }
}

async function ask(
  { model, parameters }: FailureModel,
  rows: Float32Array,
  rowCount: number,
): Promise<ModelAnswer> {
  const logits = await model.evaluate(rows, rowCount);
  const wide = HORIZON_MINUTES.length;
  const answers = Array.from({ length: rowCount }, (_, row) =>
    calibrateLogits([...logits.subarray(row * wide, (row + 1) * wide)], parameters),
  );
  return { hash: model.info.hash, rows: answers };
}

function lastRows(readings: readonly LimitedReading[]): Float32Array {
  const rows = new Float32Array(readings.length * FAILURE_FEATURE_COUNT);
  readings.forEach(({ history }, row) => {
    rows.set(failureFeatureRows(history, [history.series.values.length - 1]), row * FAILURE_FEATURE_COUNT);
  });
  return rows;
}
