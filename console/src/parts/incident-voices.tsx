// Three ways of looking at one incident, side by side: the questions of the tree, the ranking of what moved at the onset,
// and the classifier of failure types. Where they differ an engineer learns most. And the incident of the past that it looks
// like.

import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatSeconds, formatShare, formatValue, INDICATOR_LABELS, spellOut } from '../format.ts';
import { IncidentLink, ServiceLink } from './links.tsx';
import { Time } from './time.tsx';

type Diagnosis = NonNullable<ApiAnswer<'readIncident'>['diagnosis']>;
type Voice = NonNullable<Diagnosis['voices']>[number];
type VoicedCause = Voice['causes'][number];

const SPEAKERS: Readonly<Record<Voice['speaker'], string>> = {
  'decision-tree': 'Decision tree: what happened',
  'cause-ranking': 'Ranking: what moved first and most',
  'type-classifier': 'Classifier: what such evidence was before',
};

const ACCORDS: Readonly<Record<NonNullable<Diagnosis['accord']>, string>> = {
  agree: 'Tree and ranking point at the same service.',
  disagree: 'Tree and ranking point at different services.',
  abstains: 'The ranking sees no single cause; the tree decides.',
  apart: 'The tree sees a slow climb, which the ranking of what moved at once cannot judge.',
  neither: 'Neither sees a single cause: a person has to look.',
  'tree-alone': 'The tree decides alone; the ranking is shown and does not count.',
};

const TYPE_ACCORDS: Readonly<Record<NonNullable<Diagnosis['typeAccord']>, string>> = {
  agree: 'The classifier says the same type.',
  disagree: 'The classifier says another type.',
  abstains: 'The classifier sees nothing that begins there.',
  suggests: 'Only the classifier suggests this type: nothing is done because of it.',
  silent: 'The classifier was not heard.',
};

type SharedTrait = NonNullable<Diagnosis['pastCase']>['shared'][number];

const TRAITS: Readonly<Record<SharedTrait, string>> = {
  symptoms: 'the same symptoms',
  cause: 'the same believed cause',
  service: 'the same service',
  'kind-of-service': 'a service of the same kind',
  changes: 'the same changes before',
  errors: 'the same kinds of errors',
};

const HASH_SHOWN = 8;

export function VoicesPart({ diagnosis: { voices, accord, typeAccord } }: { readonly diagnosis: Diagnosis }) {
  if (!voices || !accord) return null;
  return (
    <section aria-label="Ways of looking">
      <Box variant="h3">Ways of looking</Box>
      <p>
        {ACCORDS[accord]} {typeAccord && TYPE_ACCORDS[typeAccord]}
      </p>
      <ColumnLayout columns={3} variant="text-grid">
        {voices.map((voice) => (
          <VoiceColumn key={voice.speaker} voice={voice} />
        ))}
      </ColumnLayout>
    </section>
  );
}

function VoiceColumn({ voice }: { readonly voice: Voice }) {
  const { speaker, modelHash, problem, onsetAt, causes, outcome } = voice;
  const isClassifier = speaker === 'type-classifier';
  return (
    <div>
      <Box variant="awsui-key-label">{SPEAKERS[speaker]}</Box>
      {modelHash && <Box variant="small">Model {modelHash.slice(0, HASH_SHOWN)}</Box>}
      {problem && (
        <Box variant="small">
          {isClassifier ? 'Not heard' : 'From first principles'}: {problem}
        </Box>
      )}
      {outcome === 'no-single-cause' && <div>{isClassifier ? 'No type' : 'No single cause; at best:'}</div>}
      <ol>
        {causes.map((cause) => (
          <CauseLine key={`${cause.serviceId} ${cause.failureType}`} cause={cause} />
        ))}
      </ol>
      {onsetAt !== undefined && (
        <Box variant="small">
          Began <Time at={onsetAt} />
        </Box>
      )}
    </div>
  );
}

function CauseLine({ cause: { serviceId, failureType, score, evidence } }: { readonly cause: VoicedCause }) {
  return (
    <li>
      {failureType && `${spellOut(failureType)} in `}
      <ServiceLink serviceId={serviceId} />, {formatShare(score)}
      <ul className="plain">
        {evidence.map((each) => (
          <li key={`${each.serviceId} ${each.indicator}`}>
            {each.serviceId !== serviceId && (
              <>
                <ServiceLink serviceId={each.serviceId} />:{' '}
              </>
            )}
            {INDICATOR_LABELS[each.indicator]} {formatValue(each.indicator, each.seen)}, before{' '}
            {formatValue(each.indicator, each.expected)}, since <Time at={each.since} />
          </li>
        ))}
      </ul>
    </li>
  );
}

/** The incident that it looks like, and what helped then. */
export function PastCasePart({ diagnosis: { pastCase, at } }: { readonly diagnosis: Diagnosis }) {
  if (!pastCase) return null;
  return (
    <section aria-label="Seen before">
      <Box variant="h3">Seen before</Box>
      <p>
        Looks like <IncidentLink incidentId={pastCase.incidentId} /> of{' '}
        {formatSeconds((at - pastCase.onsetAt) / 1000)} before, {formatShare(pastCase.similarity)} alike (
        {pastCase.shared.map((trait) => TRAITS[trait]).join(', ')}): {pastCase.story}.
      </p>
    </section>
  );
}
