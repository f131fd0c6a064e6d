// Score parameters that leave raw opinions as they are, for tests that are about something else.

import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';

/** An opinion of 0.3 is a probability of 0.3, whatever the series said before. */
export const PROBABILITIES_AS_THEY_ARE: ScoreParameters = {
  novelty: { weight: 0, modelHash: 'none' },
  departure: { weight: 0, usual: 0 },
  tail: { perDay: 1, rate: 0.5, weight: 0 },
  calibration: [
    { logit: 0, probability: 0 },
    { logit: 1, probability: 1 },
  ],
  bar: 0.5,
};
