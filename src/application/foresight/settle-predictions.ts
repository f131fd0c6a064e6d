// What was said an hour ago is scored against what happened, from the series that is read for the next prediction anyway; so
// is what the version in its trial said of the very same moments.

import type { LimitedReading } from '#application/foresight/read-limited.ts';
import type { PredictionStore } from '#application/ports/foresight.ts';
import type { ChangeStore } from '#application/ports/telemetry.ts';
import { compareScores } from '#domain/failure/compare-predictions.ts';
import {
  CHANGE_SECONDS,
  findOutcome,
  HOUR_SECONDS,
  type Prediction,
  type PredictionScore,
  scorePrediction,
} from '#domain/failure/prediction.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { ComparedCase } from '#domain/model/trial-ledger.ts';

export interface SettlePredictionsDeps {
  readonly predictions: PredictionStore;
  readonly changes: ChangeStore;
}

/** The last points of an hour come late, as all points do. */
const LATE_SECONDS = 180;
/** What could not be scored at its time, because nothing was read, is tried again for so long. */
const RETRY_SECONDS = 1800;

interface SettlingQuestion {
  readonly serviceId: ServiceId;
  readonly readings: readonly LimitedReading[];
  /** When this was done last; what was due by then is not looked at again. */
  readonly lastAt: Instant;
  readonly now: Instant;
}

/** What came of predictions, of those not scored before. */
export interface SettledPredictions {
  readonly scores: readonly PredictionScore[];
  readonly compared: readonly ComparedPrediction[];
}

/** A moment that two versions spoke of. */
export interface ComparedPrediction extends ComparedCase {
  readonly hashes: Readonly<Record<'champion' | 'challenger', string | undefined>>;
}

const NOTHING: SettledPredictions = { scores: [], compared: [] };

/** Writes down what came of the service's predictions whose hour is over. */
export async function settlePredictions(
  { predictions, changes }: SettlePredictionsDeps,
  { serviceId, readings, lastAt, now }: SettlingQuestion,
): Promise<SettledPredictions> {
  const from = secondsAfter(lastAt, -(HOUR_SECONDS + LATE_SECONDS + RETRY_SECONDS));
  const made = await predictions.list(serviceId, from, secondsAfter(now, -(HOUR_SECONDS + LATE_SECONDS)));
  const open = made.filter((each) => each.outcome === undefined);
  if (open.length === 0) return NOTHING;
  // The platform's own doing, such as scaling, is part of what is predicted.
  const changed = (await changes.list([serviceId], secondsAfter(from, -CHANGE_SECONDS), now)).filter(
    ({ by }) => by !== 'platform',
  );
  const changedAt = changed.map(({ at }) => at);
  const settled = made.map((prediction): Prediction => {
    const reading = readings.find(({ indicator }) => indicator === prediction.indicator);
    if (!reading || !open.includes(prediction)) return prediction;
    return { ...prediction, outcome: findOutcome(prediction, reading.recorded, changedAt) };
  });
  const isNew = (prediction: Prediction) => !made.includes(prediction);
  for (const moment of Map.groupBy(settled, ({ madeAt }) => madeAt).values()) {
    if (moment.some(isNew)) await predictions.put(moment);
  }
  // Passing a limit that is only presumed is no failure, and so says nothing of how failures are foreseen.
  const counted = settled.filter((each) => isNew(each) && each.isLimitKnown);
  return { scores: counted.flatMap(scorePrediction), compared: counted.flatMap(compare) };
}

function compare(prediction: Prediction): readonly ComparedPrediction[] {
  const { shadow, modelHash } = prediction;
  if (!shadow) return [];
  const hashes = { champion: modelHash, challenger: shadow.modelHash };
  return scorePrediction(prediction).flatMap((champion) =>
    scorePrediction({ ...prediction, said: shadow.said })
      .flatMap((challenger) => compareScores(champion, challenger) ?? [])
      .map((compared) => ({ ...compared, hashes })),
  );
}
