// All voices of a diagnosis: the decision tree, the ranking of where and the classifier of what, each learned one by the
// version that decides, with what a version in its trial would have said written down beside.

import { type HeardTypes, type HearTypesDeps, hearTypes } from '#application/recovery/hear-types.ts';
import { type Hearing, type HearVoicesDeps, hearVoices } from '#application/recovery/hear-voices.ts';
import { chooseRankers, rankInShadow, type ShadowRankingDeps } from '#application/recovery/shadow-ranking.ts';
import {
  chooseClassifiers,
  classifyInShadow,
  type ShadowTypesDeps,
} from '#application/recovery/shadow-types.ts';
import type { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { Incident } from '#domain/incident/incident.ts';

export interface HearAllDeps extends HearTypesDeps, HearVoicesDeps, ShadowRankingDeps, ShadowTypesDeps {}

/** What all came to, and what is kept of trials. */
export interface HeardAll extends Pick<KeptDiagnosis, 'shadow' | 'shadowTypes'> {
  readonly heard: HeardTypes;
}

/** All voices by the versions that speak, and what those in their trial would have said. */
export async function hearAll(deps: HearAllDeps, incident: Incident, hearing: Hearing): Promise<HeardAll> {
  const { observations, settings } = hearing;
  const rankers = await chooseRankers(deps);
  const classifiers = await chooseClassifiers(deps);
  const voices = await hearVoices({ ...deps, ranker: rankers.champion }, incident, hearing);
  const asked = { ...deps, typeClassifier: classifiers.champion };
  const heard = await hearTypes(asked, incident, { hearing, heard: voices });
  const shadow = await rankInShadow(deps, incident, {
    rankers,
    observations,
    settings,
    voices: heard.voices,
  });
  const shadowTypes = await classifyInShadow(deps, { classifiers, hearing, voices: heard.voices });
  return { heard, ...(shadow && { shadow }), ...(shadowTypes && { shadowTypes }) };
}
