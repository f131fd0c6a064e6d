// Asks the classifier of failure types about the suspects of an incident, and says why where it cannot answer.

import type { TrainedModel } from '#application/ports/trained-model.ts';
import { failureTypeRow } from '#domain/failure-type/failure-type-features.ts';
import type { Suspect } from '#domain/failure-type/suspect.ts';
import { opinionsOf, type TypeOpinion } from '#domain/failure-type/type-opinion.ts';

/** The trained classifier, with the power that its probabilities are raised to. */
export interface FailureTypeClassifier {
  readonly model: TrainedModel;
  readonly sharpness: number;
}

export interface FoundTypes {
  /** In the order of the suspects; none where the model did not answer. */
  readonly opinions: readonly TypeOpinion[];
  /** Hash of the model that spoke. */
  readonly modelHash?: string;
  /** Why the classifier at hand could not be used. */
  readonly problem?: string;
}

/** What is wrong with each suspect, as far as the classifier can tell. */
export async function findFailureTypes(
  { model, sharpness }: FailureTypeClassifier,
  suspects: readonly Suspect[],
): Promise<FoundTypes> {
  try {
    const rows = Float32Array.from(suspects.flatMap(failureTypeRow));
    const numbers = await model.evaluate(rows, suspects.length);
    return { opinions: opinionsOf(suspects, numbers, sharpness), modelHash: model.info.hash };
  } catch (error) {
    return { opinions: [], problem: String(error) };
  }
}
