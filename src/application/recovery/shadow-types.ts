// The versions of the classifier of failure types: which of those at hand speaks in the diagnosis, and what the one in its
// trial says of the very same suspects. It is only written down, and no failure of it reaches what is believed (M109).

import { type FailureTypeClassifier, findFailureTypes } from '#application/find-failure-types.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { hearBoth } from '#application/recovery/hear-both.ts';
import { suspectsAsked } from '#application/recovery/hear-types.ts';
import type { Hearing } from '#application/recovery/hear-voices.ts';
import type { Voice } from '#domain/diagnosis/diagnosis.ts';
import { type ShadowTypes, typeChancesOf } from '#domain/diagnosis/shadow-chances.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';

export interface ShadowTypesDeps {
  readonly log: Log;
  readonly models: ModelRegistry;
  /** The one that came with Fleetmedic; without it the other voices decide, and the diagnosis says so. */
  readonly typeClassifier?: FailureTypeClassifier | undefined;
  /** Other versions of it. */
  readonly typeRivals?: readonly FailureTypeClassifier[] | undefined;
}

/** The version that speaks, and the one in its trial. */
export function chooseClassifiers(deps: ShadowTypesDeps): Promise<ChosenModels<FailureTypeClassifier>> {
  const { typeClassifier: shipped, typeRivals: others = [] } = deps;
  return chooseVersions(deps, { shipped, others, infoOf: ({ model }) => model.info });
}

export interface ShadowTypesQuestion {
  readonly classifiers: ChosenModels<FailureTypeClassifier>;
  readonly hearing: Hearing;
  readonly voices: readonly Voice[];
}

/** What both say of the suspects; undefined without a trial, and where the champion did not speak. */
export async function classifyInShadow(
  { log }: ShadowTypesDeps,
  { classifiers, hearing, voices }: ShadowTypesQuestion,
): Promise<ShadowTypes | undefined> {
  return hearBoth(log, {
    chosen: classifiers,
    name: OUTCOME_MODELS.types,
    speaker: 'type-classifier',
    voices,
    subject: () => suspectsAsked(hearing),
    ask: findFailureTypes,
    saidOf: ({ opinions }) => typeChancesOf(opinions),
  });
}
