// Asks the learned ranking for its view of an incident and fuses it with the decision tree's. Whatever keeps the ranking
// from answering leaves the tree alone, and is part of the diagnosis.

import { type CauseRanker, findCauses } from '#application/find-causes.ts';
import type { Flags } from '#application/ports/operations.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Accord, Hypothesis, Voice } from '#domain/diagnosis/diagnosis.ts';
import type { Observation, ServiceFacts } from '#domain/diagnosis/facts.ts';
import { fuseVoices } from '#domain/diagnosis/fuse-voices.ts';
import { pictureOf } from '#domain/diagnosis/incident-picture.ts';
import { voiceOfRanking, voiceOfTree } from '#domain/diagnosis/voices.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { formatShare } from '#domain/incident/symptom.ts';

export interface HearVoicesDeps {
  readonly flags: Flags;
  readonly ranker?: CauseRanker | undefined;
}

/** What both voices speak of. */
export interface Hearing {
  readonly observations: readonly Observation[];
  readonly facts: ReadonlyMap<ServiceId, ServiceFacts>;
  /** The tree's, best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly settings: Settings;
  readonly now: Instant;
}

export interface HeardVoices {
  /** What is believed when all have spoken, best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly accord: Accord;
  /** What each said by itself: the tree, then the ranking. */
  readonly voices: readonly Voice[];
}

const NOT_LOADED = 'the model is not loaded';
/** Of a spike that is only foreseen there are no symptoms to rank. */
const NOTHING_ILL = 'nothing is ill yet';
const SWITCHED_OFF = 'models are switched off';

/** Both voices, and what they come to together. */
export async function hearVoices(
  deps: HearVoicesDeps,
  incident: Incident,
  { observations, facts, hypotheses, settings }: Hearing,
): Promise<HeardVoices> {
  const { services, approvals } = settings;
  const tree = voiceOfTree(hypotheses, facts);
  const isOn = await deps.flags.isOn('self_healing.ml_models');
  const picture = pictureOf(incident, observations, services);
  const found = await findCauses(
    isOn && !incident.foreseen ? deps.ranker : undefined,
    picture,
    incident.onsetAt,
  );
  if (found.modelHash === undefined) {
    const problem = found.problem ?? silenceOf(incident, isOn);
    return { hypotheses, accord: 'tree-alone', voices: [tree, voiceOfRanking({ ...found, problem })] };
  }
  const { ranking } = found;
  const fused = fuseVoices({ hypotheses, ranking, services, autoBar: approvals.minAutoConfidence });
  return { ...fused, voices: [tree, voiceOfRanking(found)] };
}

function silenceOf({ foreseen }: Incident, isOn: boolean): string {
  if (foreseen) return NOTHING_ILL;
  return isOn ? NOT_LOADED : SWITCHED_OFF;
}

/** How the learned ranking stands to what is believed, as the end of a sentence; nothing where it did not count. */
export function describeAccord({ accord, voices }: Pick<HeardVoices, 'accord' | 'voices'>): string {
  switch (accord) {
    case 'agree':
      return '; the learned ranking points there too';
    case 'disagree':
      return `; the learned ranking points at ${firstOf(voices)} instead`;
    case 'abstains':
      return '; the learned ranking sees no single cause';
    case 'apart':
      return '; the learned ranking cannot judge a slow climb';
    case 'neither':
      return '; nor does the learned ranking see a single cause';
    case 'tree-alone':
      return '';
  }
}

function firstOf(voices: readonly Voice[]): string {
  const rankings = voices.filter(({ speaker }) => speaker === 'cause-ranking');
  const firsts = rankings.flatMap(({ causes }) => causes.slice(0, 1));
  return firsts.map(({ serviceId, score }) => `${serviceId} (${formatShare(score)})`).join();
}
