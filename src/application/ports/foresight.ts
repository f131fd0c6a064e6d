// What looking ahead needs of the world: the failure model, and a place for what was said and what came of it.

import type { Outlook } from '#domain/failure/outlook.ts';
import type { FailureParameters } from '#domain/failure/predict-failure.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import type { PredictionTally } from '#domain/failure/prediction-tally.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { TrainedModel } from './trained-model.ts';

/** The model that sees failures ahead, with its calibration. */
export interface FailureModel {
  readonly model: TrainedModel;
  readonly parameters: FailureParameters;
}

/** The scores of one day (`2026-11-23`), added up. */
export interface DailyTally {
  readonly day: string;
  readonly tally: PredictionTally;
}

export interface PredictionStore {
  /**
   * Keeps all that was said of one service at one moment, if anything was; what was kept of that moment before is replaced,
   * which is how outcomes come in.
   */
  put(predictions: readonly Prediction[]): Promise<void>;
  /** Made at `from <= madeAt < to`, oldest first. */
  list(serviceId: ServiceId, from: Instant, to: Instant): Promise<readonly Prediction[]>;
  findOutlook(serviceId: ServiceId): Promise<Outlook | undefined>;
  /** Writes `next` over exactly `seen`, which is undefined at first; false when another writer was faster. */
  replaceOutlook(next: Outlook, seen: Outlook | undefined): Promise<boolean>;
  /** Adds to the scores of a day. */
  addScores(scores: DailyTally): Promise<void>;
  /** From a day on, oldest first. */
  scoresSince(day: string): Promise<readonly DailyTally[]>;
}
