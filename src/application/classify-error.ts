// What kind of error a line tells of, by the trained text model; undefined where there is none to ask.

import type { TrainedModel } from '#application/ports/trained-model.ts';
import { classOfScores, type ErrorClass, type ErrorEvent } from '#domain/error-class/error-class.ts';
import { errorFeatures } from '#domain/error-class/error-features.ts';

/** The class of an error. Rejects when the model cannot answer. */
export async function classifyError(model: TrainedModel, event: ErrorEvent): Promise<ErrorClass> {
  return classOfScores(await model.evaluate(errorFeatures(event), 1));
}
