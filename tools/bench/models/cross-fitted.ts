// How right the probabilities of detection are, on series that their calibration has not seen.

import { probabilityOf, type ScoreParameters } from '#domain/detection/anomaly-score.ts';
import type { LabelledScores } from './event-score.ts';
import { fitIsotonic } from './isotonic.ts';
import { calibrationError, figureOver, rankMoments } from './ranking.ts';
import { AS_IT_IS, probabilitiesOf, type RecordedLogits, WARM_UP_POINTS } from './recorded-logits.ts';
import type { Figure } from './table.ts';

/** How right the probabilities are when each half of the series is calibrated by the other half. */
export function crossFittedCalibration(
  recorded: readonly RecordedLogits[],
  parameters: ScoreParameters,
  seed: number,
): Figure {
  const adjusted = recorded.map(
    (one): LabelledScores => ({
      scores: probabilitiesOf(one, { ...parameters, calibration: AS_IT_IS }).subarray(WARM_UP_POINTS),
      labels: one.labels.subarray(WARM_UP_POINTS),
    }),
  );
  const fitted = [0, 1].map((half) => fitIsotonic(adjusted.filter((_, i) => i % 2 === half)));
  const ranking = rankMoments(
    adjusted.map(({ scores, labels }, i) => ({
      scores: scores.map((logit) => probabilityOf(fitted[1 - (i % 2)] ?? AS_IT_IS, logit)),
      hits: labels,
    })),
  );
  return figureOver(recorded.length, (draw) => calibrationError(ranking, draw), seed);
}
