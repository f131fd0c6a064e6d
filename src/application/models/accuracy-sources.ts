// How right the models are that judge no incidents, month by month (K18), by those who keep what they said and what came
// of it. So far the failure model has a keeper; one more is one more line.

import type { PredictionStore } from '#application/ports/foresight.ts';
import type { AccuracySource } from '#application/ports/learning.ts';
import { WARNING_HORIZON } from '#domain/failure/prediction.ts';
import { addTallies, type PredictionTally, summarizeTally } from '#domain/failure/prediction-tally.ts';
import type { MonthlyAccuracy } from '#domain/model/model.ts';

/** `2026-11` of `2026-11-23`. */
const MONTH_LENGTH = 7;
const DAY_LENGTH = 10;

export interface AccuracySourcesDeps {
  readonly predictions: Pick<PredictionStore, 'scoresSince'>;
}

/** The sources by the name of the model. */
export function accuracySources({
  predictions,
}: AccuracySourcesDeps): Readonly<Partial<Record<string, AccuracySource>>> {
  return { 'failure-boosting': failureAccuracy(predictions) };
}

/** The accuracy of what was said within the horizon that warnings speak of. */
function failureAccuracy(predictions: AccuracySourcesDeps['predictions']): AccuracySource {
  return {
    async monthsSince(from) {
      const days = await predictions.scoresSince(new Date(from).toISOString().slice(0, DAY_LENGTH));
      const months = Map.groupBy(days, ({ day }) => day.slice(0, MONTH_LENGTH));
      return [...months].flatMap(([month, own]) =>
        accuracyOf(
          month,
          own.map(({ tally }) => tally),
        ),
      );
    },
  };
}

/** None for a month in which nothing that was said could be judged. */
function accuracyOf(month: string, tallies: readonly PredictionTally[]): readonly MonthlyAccuracy[] {
  const { calibration, brier } = summarizeTally(addTallies(tallies));
  const error = brier[WARNING_HORIZON];
  if (error === undefined) return [];
  const labelled = calibration.reduce((sum, { count }) => sum + count, 0);
  const confirmed = calibration.reduce((sum, { count, happened = 0 }) => sum + count * happened, 0);
  return [{ month, labelled, confirmed: Math.round(confirmed), brier: error }];
}
