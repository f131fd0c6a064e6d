// A prediction that was made, kept until it is known what happened, and scored against that (M50, M51): the only ground on
// which anybody should believe the next one.

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { HORIZON_MINUTES } from '#domain/failure/survival.ts';
import { Instant, ServiceId, secondsBetween } from '#domain/ids.ts';

export const Prediction = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** What is predicted to cross, such as `memory`. */
    indicator: z.string(),
    limit: z.number(),
    madeAt: Instant,
    /** SHA-256 of the model that answered; absent when history alone spoke. */
    modelHash: z.optional(z.string()),
    said: FailurePrediction,
  }),
);
export type Prediction = z.infer<typeof Prediction>;

/** From this chance within half an hour on, a prediction counts as a warning. */
export const WARNING_CHANCE = 0.5;
const WARNING_HORIZON = 2;

/** How one prediction turned out. */
export interface PredictionScore {
  /** Squared errors of the chances, one for each horizon. */
  readonly squaredErrors: readonly number[];
  readonly verdict: 'hit' | 'miss' | 'false-warning' | 'calm';
  /** Minutes from a warning to the crossing it was right about. */
  readonly leadMinutes: number | undefined;
  /** Whether the crossing lay in the 80 % interval; undefined when there was none to compare. */
  readonly isWithinInterval: boolean | undefined;
}

/** When a prediction can be scored: all its horizons are over. */
export function isDue({ madeAt }: Prediction, now: Instant): boolean {
  return secondsBetween(madeAt, now) >= numberAt(HORIZON_MINUTES, HORIZON_MINUTES.length - 1) * 60;
}

/** Scores a prediction by the first crossing after it; `crossedAt` is absent when there was none until it was due. */
export function scorePrediction(
  { madeAt, said }: Prediction,
  crossedAt: Instant | undefined,
): PredictionScore {
  const minutes = crossedAt === undefined ? undefined : secondsBetween(madeAt, crossedAt) / 60;
  const happenedWithin = (horizon: number) => minutes !== undefined && minutes <= horizon;
  const isWarning = said.within[WARNING_HORIZON] >= WARNING_CHANCE;
  const isCrossed = happenedWithin(HORIZON_MINUTES[WARNING_HORIZON]);
  const squaredErrors = HORIZON_MINUTES.map(
    (horizon, index) => (numberAt(said.within, index) - (happenedWithin(horizon) ? 1 : 0)) ** 2,
  );
  return {
    squaredErrors,
    verdict: isWarning ? (isCrossed ? 'hit' : 'false-warning') : isCrossed ? 'miss' : 'calm',
    leadMinutes: isWarning && isCrossed ? minutes : undefined,
    isWithinInterval:
      minutes === undefined ? undefined : minutes >= said.earliestMinutes && minutes <= said.latestMinutes,
  };
}

/** What many scored predictions come to. Shares are undefined while nothing speaks for them. */
export interface PredictionRecord {
  readonly count: number;
  /** Mean squared errors, one for each horizon. */
  readonly brier: readonly number[];
  /** Of the warnings, the share that was right; of the crossings, the share that was warned of. */
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  /** The median of the lead times of right warnings. */
  readonly leadMinutes: number | undefined;
  /** The share of crossings within the 80 % interval: it should be .8. */
  readonly intervalShare: number | undefined;
}

/** Adds up scores. */
export function summarizeScores(scores: readonly PredictionScore[]): PredictionRecord {
  const count = (verdict: PredictionScore['verdict']) =>
    scores.filter((score) => score.verdict === verdict).length;
  const leads = scores
    .map(({ leadMinutes }) => leadMinutes)
    .filter((lead) => lead !== undefined)
    .sort((one, other) => one - other);
  const intervals = scores
    .map(({ isWithinInterval }) => isWithinInterval)
    .filter((known) => known !== undefined);
  return {
    count: scores.length,
    brier: HORIZON_MINUTES.map((_, index) => {
      const sum = scores.reduce((total, { squaredErrors }) => total + numberAt(squaredErrors, index), 0);
      return scores.length === 0 ? 0 : sum / scores.length;
    }),
    precision: shareOf(count('hit'), count('hit') + count('false-warning')),
    recall: shareOf(count('hit'), count('hit') + count('miss')),
    leadMinutes: leads[Math.floor(leads.length / 2)],
    intervalShare: shareOf(intervals.filter(Boolean).length, intervals.length),
  };
}

function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
