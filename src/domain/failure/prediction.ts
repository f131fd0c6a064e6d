// A prediction that was made, kept until it is known what happened, and scored against that (M50, M51): the only ground on
// which anybody should believe the next one.

import * as z from 'zod/mini';
import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { HORIZON_MINUTES } from '#domain/failure/survival.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { Instant, ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** What came of a prediction within its hour. */
export const PredictionOutcome = z.readonly(
  z.object({
    /** The first crossing; absent when there was none. */
    crossedAt: z.optional(Instant),
    /** Somebody changed the service before that, or shortly before it was said: what would have happened otherwise is not known. */
    isDisturbed: z.boolean(),
  }),
);
export type PredictionOutcome = z.infer<typeof PredictionOutcome>;

export const Prediction = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** What is predicted to cross, such as `memory`, and the last value of it, in its unit. */
    indicator: IndicatorName,
    value: z.number(),
    limit: z.number(),
    /** False for a limit that is presumed: it may warn, and nothing follows from it. */
    isLimitKnown: z.boolean(),
    madeAt: Instant,
    /** SHA-256 of the model that answered; absent when history alone spoke. */
    modelHash: z.optional(z.string()),
    said: FailurePrediction,
    /** What the version in its trial would have said: written down to be scored, and never shown or acted upon. */
    shadow: z.optional(z.readonly(z.object({ modelHash: z.string(), said: FailurePrediction }))),
    /** Absent while it is not known. */
    outcome: z.optional(PredictionOutcome),
  }),
);
export type Prediction = z.infer<typeof Prediction>;

/** From this chance within half an hour on, a prediction counts as a warning. */
export const WARNING_CHANCE = 0.5;
/** The horizon that warnings are judged by, in HORIZON_MINUTES. */
export const WARNING_HORIZON = 2;

/** `averted`: warned of, and changed by somebody before it came. */
export type PredictionVerdict = 'hit' | 'miss' | 'false-warning' | 'averted' | 'calm';

/** A chance that was given, and whether it came about. */
export interface PredictedChance {
  readonly said: number;
  readonly happened: boolean;
}

/** How one prediction turned out. */
export interface PredictionScore {
  /** One for each horizon; undefined when somebody intervened. */
  readonly chances: readonly PredictedChance[] | undefined;
  readonly verdict: PredictionVerdict;
  /** Minutes from a warning to the crossing it was right about. */
  readonly leadMinutes: number | undefined;
  /** Whether the crossing came within the 80 % interval; undefined when that was not over in time, or somebody intervened. */
  readonly isWithinInterval: boolean | undefined;
}

/** All horizons of a prediction are over after it, and it can be scored. */
export const HOUR_SECONDS = numberAt(HORIZON_MINUTES, HORIZON_MINUTES.length - 1) * 60;

/** A change takes so long until points show it: what was said in that time rests on how it was before. */
export const CHANGE_SECONDS = 900;

/** What came of a prediction whose hour is over: in the series, unknown values NaN, and in the changes of its service. */
export function findOutcome(
  { madeAt, limit }: Prediction,
  series: RegularSeries,
  changedAt: readonly Instant[],
): PredictionOutcome {
  const overAt = secondsAfter(madeAt, HOUR_SECONDS);
  const crossedAt = firstCrossing(series, limit, madeAt);
  const isInTime = crossedAt !== undefined && crossedAt <= overAt;
  const until = isInTime ? crossedAt : overAt;
  return {
    ...(isInTime && { crossedAt }),
    isDisturbed: changedAt.some((at) => at >= secondsAfter(madeAt, -CHANGE_SECONDS) && at < until),
  };
}

/** The end of the first period above the limit that ended after a moment: by then it is seen. */
function firstCrossing(
  { startAt, periodSeconds, values }: RegularSeries,
  limit: number,
  after: Instant,
): Instant | undefined {
  const first = Math.max(0, Math.floor(secondsBetween(startAt, after) / periodSeconds));
  for (let place = first; place < values.length; place++) {
    if (floatAt(values, place) > limit) return secondsAfter(startAt, (place + 1) * periodSeconds);
  }
  return undefined;
}

/** Scores a prediction by what came of it; nothing while that is not known. */
export function scorePrediction({ madeAt, said, outcome }: Prediction): readonly PredictionScore[] {
  if (!outcome) return [];
  const { crossedAt, isDisturbed } = outcome;
  const minutes = crossedAt === undefined ? undefined : secondsBetween(madeAt, crossedAt) / 60;
  const happenedWithin = (horizon: number) => minutes !== undefined && minutes <= horizon;
  const isWarning = said.within[WARNING_HORIZON] >= WARNING_CHANCE;
  const isCrossed = happenedWithin(HORIZON_MINUTES[WARNING_HORIZON]);
  const chances = HORIZON_MINUTES.map((horizon, index) => ({
    said: numberAt(said.within, index),
    happened: happenedWithin(horizon),
  }));
  const score = {
    chances: isDisturbed ? undefined : chances,
    verdict: verdictOf({ isWarning, isCrossed, isDisturbed }),
    leadMinutes: isWarning && isCrossed ? minutes : undefined,
    isWithinInterval:
      isDisturbed || said.latestMinutes * 60 > HOUR_SECONDS
        ? undefined
        : minutes !== undefined && minutes >= said.earliestMinutes && minutes <= said.latestMinutes,
  };
  return [score];
}

interface Turn {
  readonly isWarning: boolean;
  readonly isCrossed: boolean;
  readonly isDisturbed: boolean;
}

function verdictOf({ isWarning, isCrossed, isDisturbed }: Turn): PredictionVerdict {
  if (isCrossed) return isWarning ? 'hit' : 'miss';
  if (!isWarning) return 'calm';
  return isDisturbed ? 'averted' : 'false-warning';
}
