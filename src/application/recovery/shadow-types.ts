// The versions of the classifier of failure types: which of those at hand speaks in the diagnosis, and what the one in its
// trial says of the very same suspects. It is only written down, and no failure of it reaches what is believed (M109).

import { type FailureTypeClassifier, findFailureTypes } from '#application/find-failure-types.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { suspectsAsked } from '#application/recovery/hear-types.ts';
import type { Hearing } from '#application/recovery/hear-voices.ts';
import type { Voice } from '#domain/diagnosis/diagnosis.ts';
import { type ShadowTypes, typeChancesOf } from '#domain/diagnosis/shadow-chances.ts';

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
  { classifiers: { champion, challenger }, hearing, voices }: ShadowTypesQuestion,
): Promise<ShadowTypes | undefined> {
  const hasSpoken = voices.some(({ speaker, modelHash }) => speaker === 'type-classifier' && modelHash);
  if (!champion || !challenger || !hasSpoken) return undefined;
  const suspects = suspectsAsked(hearing);
  const [own, other] = [
    await findFailureTypes(champion, suspects),
    await findFailureTypes(challenger, suspects),
  ];
  if (own.modelHash === undefined || other.modelHash === undefined) {
    log.record('model-review-failed', { name: challenger.model.info.name, reason: other.problem });
    return undefined;
  }
  const said = { champion: typeChancesOf(own.opinions), challenger: typeChancesOf(other.opinions) };
  return { champion: own.modelHash, challenger: other.modelHash, said };
}
