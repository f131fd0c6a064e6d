// The models of the loop beside the one that scores: each is optional, and what it is for goes on without it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CauseRanker } from '#application/find-causes.ts';
import type { FailureTypeClassifier } from '#application/find-failure-types.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { Result } from '#domain/result.ts';
import { CAUSE_RANKER_NAME, loadCauseRanker } from '#runtime/cause-ranker.ts';
import { ERROR_CLASSIFIER_NAME, loadErrorClassifier } from '#runtime/error-classifier.ts';
import { FAILURE_MODEL_NAME, loadFailurePredictor } from '#runtime/failure-model.ts';
import { FAILURE_TYPE_NAME, loadFailureTypeClassifier } from '#runtime/failure-type-classifier.ts';
import { FORECAST_MODEL_NAME, loadForecaster } from '#runtime/forecast-model.ts';

export interface LoopModels extends Partial<LoopRivals> {
  /** The learned voices of the diagnosis: where, and what. */
  readonly ranker?: CauseRanker | undefined;
  readonly typeClassifier?: FailureTypeClassifier | undefined;
  /** Tells kinds of errors apart. */
  readonly errorClassifier?: TrainedModel | undefined;
  /** Of the demand of services. */
  readonly forecaster?: TrainedModel | undefined;
  /** Sees limits of resources ahead. */
  readonly failureModel?: FailureModel | undefined;
}

/** Other versions of them, to be tried beside them. */
export interface LoopRivals {
  readonly rankerRivals: readonly CauseRanker[];
  readonly typeRivals: readonly FailureTypeClassifier[];
  readonly forecasterRivals: readonly TrainedModel[];
  readonly failureRivals: readonly FailureModel[];
}

/** Loads them from a folder like `models/`; one that is refused is left out, and that is logged where there is a log. */
export async function loadLoopModels(folder: string, log?: Log): Promise<LoopModels> {
  return {
    ranker: usable(await loadCauseRanker(join(folder, CAUSE_RANKER_NAME)), log),
    typeClassifier: usable(await loadFailureTypeClassifier(join(folder, FAILURE_TYPE_NAME)), log),
    errorClassifier: usable(await loadErrorClassifier(join(folder, ERROR_CLASSIFIER_NAME)), log),
    forecaster: usable(await loadForecaster(join(folder, FORECAST_MODEL_NAME)), log),
    failureModel: usable(await loadFailurePredictor(join(folder, FAILURE_MODEL_NAME)), log),
  };
}

/** Loads those of a challenger's folder, which may hold any of them, that have outcomes to be tried by. */
export async function loadLoopRivals(folder: string, log?: Log): Promise<LoopRivals> {
  return {
    rankerRivals: await rivalsIn(join(folder, CAUSE_RANKER_NAME), loadCauseRanker, log),
    typeRivals: await rivalsIn(join(folder, FAILURE_TYPE_NAME), loadFailureTypeClassifier, log),
    forecasterRivals: await rivalsIn(join(folder, FORECAST_MODEL_NAME), loadForecaster, log),
    failureRivals: await rivalsIn(join(folder, FAILURE_MODEL_NAME), loadFailurePredictor, log),
  };
}

async function rivalsIn<Model>(
  folder: string,
  load: (folder: string) => Promise<Result<Model, string>>,
  log: Log | undefined,
): Promise<readonly Model[]> {
  const rival = existsSync(folder) ? usable(await load(folder), log) : undefined;
  return rival ? [rival] : [];
}

function usable<Model>(loaded: Result<Model, string>, log: Log | undefined): Model | undefined {
  if (loaded.ok) return loaded.value;
  log?.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
