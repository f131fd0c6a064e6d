// The third voice of a diagnosis: the classifier of failure types is asked what is wrong with each suspect, and moves what
// the others came to. Whatever keeps it from answering leaves that as it is, and is part of the diagnosis.

import {
  type FailureTypeClassifier,
  type FoundTypes,
  findFailureTypes,
} from '#application/find-failure-types.ts';
import type { Flags } from '#application/ports/operations.ts';
import type { HeardVoices, Hearing } from '#application/recovery/hear-voices.ts';
import type { Hypothesis, TypeAccord, Voice } from '#domain/diagnosis/diagnosis.ts';
import { fuseTypes } from '#domain/diagnosis/fuse-types.ts';
import { typeSaidOf, voiceOfClassifier } from '#domain/diagnosis/voice-of-classifier.ts';
import { type Suspect, suspectsOf } from '#domain/failure-type/suspect.ts';
import type { Incident } from '#domain/incident/incident.ts';

export interface HearTypesDeps {
  readonly flags: Flags;
  /** Without it the others decide, and the diagnosis says so. */
  readonly typeClassifier?: FailureTypeClassifier | undefined;
}

export interface HeardTypes extends HeardVoices {
  readonly typeAccord: TypeAccord;
}

const NOT_LOADED = 'the model is not loaded';
/** Of a spike that is only foreseen there is no evidence yet. */
const NOTHING_ILL = 'nothing is ill yet';
const SWITCHED_OFF = 'models are switched off';

/** All voices, and what they come to together. */
export async function hearTypes(
  deps: HearTypesDeps,
  incident: Incident,
  { hearing, heard }: { readonly hearing: Hearing; readonly heard: HeardVoices },
): Promise<HeardTypes> {
  const found = await ask(deps, incident, hearing);
  const fused = fuseTypes({
    hypotheses: heard.hypotheses,
    opinions: found.opinions,
    autoBar: hearing.settings.approvals.minAutoConfidence,
  });
  return { ...heard, ...fused, voices: [...heard.voices, voiceOfClassifier(found, hearing.facts)] };
}

async function ask(deps: HearTypesDeps, { foreseen }: Incident, hearing: Hearing): Promise<FoundTypes> {
  if (foreseen) return { opinions: [], problem: NOTHING_ILL };
  if (!(await deps.flags.isOn('self_healing.ml_models'))) return { opinions: [], problem: SWITCHED_OFF };
  if (!deps.typeClassifier) return { opinions: [], problem: NOT_LOADED };
  return findFailureTypes(deps.typeClassifier, suspectsAsked(hearing));
}

/** All that the classifier is asked about. */
export function suspectsAsked({ facts, observations, settings, now }: Hearing): readonly Suspect[] {
  return suspectsOf({ facts, observations, services: settings.services, now });
}

/** How the classifier stands to what is believed, as the end of a sentence; nothing where it did not count. */
export function describeTypeAccord({
  typeAccord,
  hypotheses,
  voices,
}: Pick<HeardTypes, 'typeAccord' | 'hypotheses' | 'voices'>): string {
  switch (typeAccord) {
    case 'agree':
      return '; the learned classifier says the same';
    case 'disagree':
      return `; the learned classifier says ${saidInstead(hypotheses, voices)} instead`;
    case 'abstains':
      return '; the learned classifier sees nothing that begins there';
    case 'suggests':
      return '; only the learned classifier suggests this type';
    case 'silent':
      return '';
  }
}

function saidInstead(hypotheses: readonly Hypothesis[], voices: readonly Voice[]): string {
  const said = hypotheses.slice(0, 1).map((best) => typeSaidOf(best, voices) ?? 'another type');
  return said.join().replaceAll('-', ' ');
}
