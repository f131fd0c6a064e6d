// The models that judge no incidents, by those who keep what they said and what came of it: their months, their trial and
// whether they are surer than right. One more is one more line.

import { type AccuracySourcesDeps, accuracySources } from '#application/models/accuracy-sources.ts';
import type { Past } from '#application/models/model-judge.ts';
import {
  RANKING_TRIAL,
  type ReviewCausesDeps,
  reviewCauses,
  TYPES_TRIAL,
  type VoiceTrial,
} from '#application/models/review-causes.ts';
import { reviewLedgers } from '#application/models/review-ledgers.ts';
import type { ReviewTrialDeps, TrialPair } from '#application/models/review-trial.ts';
import type { AccuracySource } from '#application/ports/learning.ts';
import { gradeCoverage } from '#domain/demand/coverage.ts';
import { dayOf } from '#domain/failure/prediction-tally.ts';
import { foretoldByWarnings } from '#domain/failure/warning-calibration.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { compareWithTruth, driftOfCalibration } from '#domain/model/calibration.ts';
import type { Drift, ModelVersion } from '#domain/model/model.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

/** What is known of one model by its own outcomes. */
export interface OutcomeKeeper extends Partial<AccuracySource> {
  /** Whether the version that decides is surer than right. */
  drift?(champion: ModelVersion, now: Instant): Promise<Drift>;
  trial?(pair: TrialPair, past: Pick<Past, 'now' | 'labelled'>): Promise<TrialStanding>;
}

export interface OutcomeKeepersDeps extends AccuracySourcesDeps, ReviewTrialDeps, ReviewCausesDeps {}

/** The keepers by the name of the model. */
export function outcomeKeepers(deps: OutcomeKeepersDeps): Readonly<Partial<Record<string, OutcomeKeeper>>> {
  return {
    [OUTCOME_MODELS.failures]: failureKeeper(deps),
    [OUTCOME_MODELS.demand]: demandKeeper(deps),
    [OUTCOME_MODELS.causes]: voiceKeeper(deps, RANKING_TRIAL),
    [OUTCOME_MODELS.types]: voiceKeeper(deps, TYPES_TRIAL),
  };
}

function voiceKeeper(deps: ReviewCausesDeps, voice: VoiceTrial): OutcomeKeeper {
  return { trial: (pair, past) => reviewCauses(deps, { pair, voice }, past) };
}

/** What is older says little of how a version does today. */
const WINDOW_SECONDS = 30 * 86_400;
const DAY_SECONDS = 86_400;

function failureKeeper(deps: OutcomeKeepersDeps): OutcomeKeeper {
  return {
    ...accuracySources(deps)[OUTCOME_MODELS.failures],
    async drift({ since }, now) {
      // The day on which it began to decide is half its predecessor's.
      const seconds = Math.min(WINDOW_SECONDS, secondsBetween(since, now) - DAY_SECONDS);
      const days = await deps.predictions.scoresSince(dayOf(secondsAfter(now, -seconds)));
      const foretold = foretoldByWarnings(days.map(({ tally }) => tally));
      return driftOfCalibration(compareWithTruth(foretold), 'days with warnings');
    },
    trial: (pair, { now }) =>
      reviewLedgers(deps, pair, { now, unit: 'days of services with a warning or a crossing' }),
  };
}

function demandKeeper(deps: OutcomeKeepersDeps): OutcomeKeeper {
  return {
    async drift({ hash }, now) {
      const days = await deps.models.outcomesSince(hash, dayOf(secondsAfter(now, -WINDOW_SECONDS)));
      return driftOfCalibration(
        gradeCoverage(days.map(({ sums }) => sums)),
        'forecasts within their interval',
      );
    },
    trial: (pair, { now }) => reviewLedgers(deps, pair, { now, unit: 'days of services' }),
  };
}
