// What was said an hour ago is scored against what happened, from the series that is read for the next prediction anyway.

import type { LimitedReading } from '#application/foresight/read-limited.ts';
import type { PredictionStore } from '#application/ports/foresight.ts';
import type { ChangeStore } from '#application/ports/telemetry.ts';
import {
  CHANGE_SECONDS,
  findOutcome,
  HOUR_SECONDS,
  type Prediction,
  type PredictionScore,
  scorePrediction,
} from '#domain/failure/prediction.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';

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

/** Writes down what came of the service's predictions whose hour is over; their scores, of those not scored before. */
export async function settlePredictions(
  { predictions, changes }: SettlePredictionsDeps,
  { serviceId, readings, lastAt, now }: SettlingQuestion,
): Promise<readonly PredictionScore[]> {
  const from = secondsAfter(lastAt, -(HOUR_SECONDS + LATE_SECONDS + RETRY_SECONDS));
  const made = await predictions.list(serviceId, from, secondsAfter(now, -(HOUR_SECONDS + LATE_SECONDS)));
  const open = made.filter((each) => each.outcome === undefined);
  if (open.length === 0) return [];
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
  return settled.filter((each) => isNew(each) && each.isLimitKnown).flatMap(scorePrediction);
}
