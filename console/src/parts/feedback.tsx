// What people say the incident was worth (B8): three words to choose from, one of them for each incident. Another click
// takes the place of the one before; who said what stays on the record.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import ToggleButton from '@cloudscape-design/components/toggle-button';
import { useState } from 'react';
import type { ApiAnswer } from '#contracts/api.ts';
import { callApi } from '../api.ts';
import { useNotices } from './notices.tsx';
import { Ago, Time } from './time.tsx';

type Detail = ApiAnswer<'readIncident'>;
type Verdict = ApiAnswer<'judgeIncident'>['feedback']['verdict'];

const LABELS: Readonly<Record<Verdict, string>> = {
  useful: 'Useful',
  'false-alarm': 'False alarm',
  'wrong-cause': 'Wrong cause',
};
const VERDICTS = ['useful', 'false-alarm', 'wrong-cause'] as const satisfies readonly Verdict[];
/** As long as the contract lets it be. */
const NOTE_CHARACTERS = 500;

export function FeedbackPart({ detail: { incident, feedback, timeline } }: { readonly detail: Detail }) {
  const [note, setNote] = useState('');
  const { attempt } = useNotices();
  const { incidentId } = incident;
  const say = async (verdict: Verdict) => {
    const words = note.trim().slice(0, NOTE_CHARACTERS);
    const isSaid = await attempt(`Noted: ${LABELS[verdict].toLowerCase()}`, () =>
      callApi('judgeIncident', { incidentId, verdict, ...(words && { note: words }) }),
    );
    if (isSaid) setNote('');
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Models are compared by it, and the same indicator is watched by it."
        >
          What was it worth?
        </Header>
      }
    >
      <SpaceBetween size="s">
        <FormField label="In a sentence (optional)" description="It is kept in the audit log.">
          <Input value={note} onChange={({ detail }) => setNote(detail.value)} />
        </FormField>
        <SpaceBetween direction="horizontal" size="xs">
          {VERDICTS.map((verdict) => (
            <ToggleButton
              key={verdict}
              pressed={feedback?.verdict === verdict}
              iconName="status-not-started"
              pressedIconName="status-positive"
              onChange={() => say(verdict)}
            >
              {LABELS[verdict]}
            </ToggleButton>
          ))}
        </SpaceBetween>
        <Said feedback={feedback} />
        <Earlier timeline={timeline} />
      </SpaceBetween>
    </Container>
  );
}

/** The word that counts. */
function Said({ feedback }: Pick<Detail, 'feedback'>) {
  if (!feedback) return <Box color="text-body-secondary">Nobody has said anything yet.</Box>;
  const { by, verdict, at, note } = feedback;
  return (
    <div>
      <strong>{by}</strong> said {LABELS[verdict].toLowerCase()}, <Ago at={at} />
      {note !== undefined && `: ${note}`}
    </div>
  );
}

/** The words that others took the place of, newest first. */
function Earlier({ timeline }: Pick<Detail, 'timeline'>) {
  const words = timeline.filter(({ event }) => event === 'incident-judged').toReversed();
  if (words.length < 2) return null;
  return (
    <details>
      <summary>Said before ({words.length - 1})</summary>
      <ul className="plain">
        {words.slice(1).map(({ at, summary }) => (
          <li key={`${at} ${summary}`}>
            <Time at={at} />: {summary}
          </li>
        ))}
      </ul>
    </details>
  );
}
