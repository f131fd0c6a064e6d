// The ways of looking at an incident as lines: what each named, and by which evidence.

import type { ApiAnswer } from '#contracts/api.ts';
import { formatIndicator, formatShare, nameIndicator } from '#domain/incident/symptom.ts';
import { formatTime } from './output.ts';

type Diagnosis = NonNullable<ApiAnswer<'readIncident'>['diagnosis']>;
type Voice = NonNullable<Diagnosis['voices']>[number];
type VoicedCause = Voice['causes'][number];

const SPEAKERS: Readonly<Record<Voice['speaker'], string>> = {
  'decision-tree': 'The questions of the tree',
  'cause-ranking': 'The ranking of what moved',
  'type-classifier': 'The classifier of failure types',
};

/** Lines on what each voice said by itself; none for a diagnosis of a single one. */
export function tellVoices({ voices = [] }: Pick<Diagnosis, 'voices'>): readonly string[] {
  return voices.flatMap((voice) => [
    `${SPEAKERS[voice.speaker]}${tellMaker(voice)}: ${voice.causes.map(tellCause).join(', ') || 'nothing'}`,
    ...voice.causes.slice(0, 1).flatMap(tellEvidence),
  ]);
}

function tellMaker({ speaker, modelHash, problem, outcome }: Voice): string {
  const maker = modelHash === undefined ? [] : [`model ${modelHash.slice(0, 8)}`];
  const instead = speaker === 'type-classifier' ? 'not heard' : 'from first principles, not counted';
  const why = problem === undefined ? [] : [`${instead}: ${problem}`];
  const isNone = outcome === 'no-single-cause' && speaker !== 'type-classifier';
  const none = isNone ? ['no single cause'] : [];
  const notes = [...maker, ...why, ...none];
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}

function tellCause({ serviceId, failureType, score }: VoicedCause): string {
  const what = failureType === undefined ? '' : `${failureType} in `;
  return `${what}${serviceId} ${formatShare(score)}`;
}

function tellEvidence({ evidence }: VoicedCause): readonly string[] {
  return evidence.map(({ serviceId, indicator, expected, seen, since }) => {
    const [before, now] = [expected, seen].map((value) => formatIndicator(indicator, value));
    return `   ${serviceId} ${nameIndicator(indicator)} ${before} -> ${now} since ${formatTime(since)}`;
  });
}
