// Why it is held an incident, and what is believed to be the cause: evidence, path through the questions, impact.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatShare, formatValue, INDICATOR_LABELS, spellOut } from '../format.ts';
import { ErrorsPart } from './incident-errors.tsx';
import { PastCasePart, VoicesPart } from './incident-voices.tsx';
import { ListTable } from './list-table.tsx';

type Detail = ApiAnswer<'readIncident'>;

export function EvidencePart({ incident }: { readonly incident: Detail['incident'] }) {
  const rows = Object.entries(incident.evidence).flatMap(([serviceId, parts]) =>
    parts.map((part) => ({ serviceId, ...part })),
  );
  return (
    <ListTable
      header={<Header variant="h2">Evidence</Header>}
      label="Evidence"
      items={rows}
      empty="Nothing was measured: a person asked for this recovery."
      columnDefinitions={[
        { id: 'service', header: 'Service', cell: ({ serviceId }) => serviceId, isRowHeader: true },
        { id: 'indicator', header: 'Indicator', cell: ({ indicator }) => INDICATOR_LABELS[indicator] },
        { id: 'value', header: 'Value', cell: ({ indicator, value }) => formatValue(indicator, value) },
        {
          id: 'usual',
          header: 'Usual at that time',
          cell: ({ indicator, lower, upper }) =>
            `${formatValue(indicator, Math.max(0, lower))} to ${formatValue(indicator, upper)}`,
        },
        {
          id: 'deviation',
          header: 'Distance',
          cell: ({ deviation }) =>
            `${Math.abs(deviation).toFixed(1)} times the usual spread ${deviation < 0 ? 'below' : 'above'}`,
        },
        {
          id: 'rarity',
          header: 'How rare',
          cell: ({ rarity, company }) =>
            [rarity?.words ?? 'Too little was seen to say', company?.words].filter(Boolean).join('; '),
        },
        { id: 'detectors', header: 'Judged by', cell: (row) => tellDetectors(row) },
        {
          id: 'features',
          header: 'What stands out',
          cell: ({ topFeatures }) =>
            topFeatures.map(({ name, value }) => `${name} ${value.toFixed(1)}`).join(', '),
        },
      ]}
    />
  );
}

type Evidence = Detail['incident']['evidence'][string][number];

/** The detectors, with the rules that were broken and what is known to come before it. */
function tellDetectors({ detectors, rules = [], forerunners = [] }: Evidence): string {
  const broken = rules.map(({ name }) => `rule "${name}"`);
  const known = forerunners.map(
    ({ serviceId, indicator, minutesBefore, confidence }) =>
      `${serviceId}: ${INDICATOR_LABELS[indicator]} was abnormal ${minutesBefore} min before, which leads to this in ${formatShare(confidence)} of the times`,
  );
  return [...detectors.filter((name) => name !== 'rule'), ...broken, ...known].join(', ');
}

export function DiagnosisPart({ diagnosis }: { readonly diagnosis: Detail['diagnosis'] }) {
  return (
    <Container header={<Header variant="h2">Diagnosis</Header>}>
      {!diagnosis && <Box color="text-body-secondary">The cause has not been looked for yet.</Box>}
      {diagnosis && (
        <SpaceBetween size="s">
          <div>{diagnosis.summary}</div>
          <div>
            <Box variant="awsui-key-label">Impact</Box>
            {formatShare(diagnosis.impact.trafficShare)} of all requests pass through it
            {diagnosis.impact.errorShare !== undefined &&
              `, ${formatShare(diagnosis.impact.errorShare)} of its requests fail`}
            {diagnosis.impact.downstream.length > 0 &&
              `; it may spread to ${diagnosis.impact.downstream.join(', ')}`}
            .{diagnosis.impact.burn && ` ${diagnosis.impact.burn.words}.`}
          </div>
          <PastCasePart diagnosis={diagnosis} />
          {diagnosis.hypotheses.map(({ failureType, serviceId, seenAt, confidence, isSuggested, path }) => (
            <div key={`${failureType}-${serviceId}-${seenAt}`}>
              <strong>
                {spellOut(failureType)} in {serviceId}
              </strong>
              {seenAt !== undefined && `, seen at ${seenAt}`},{' '}
              {isSuggested ? 'suggested by the classifier alone' : `${formatShare(confidence)} sure`}
              <Path path={path} />
            </div>
          ))}
          <VoicesPart diagnosis={diagnosis} />
          <ErrorsPart diagnosis={diagnosis} />
        </SpaceBetween>
      )}
    </Container>
  );
}

/** An answer that speaks for the hypothesis, by which the others can be skipped. */
const YES = /\byes\b/i;

function Path({ path }: { readonly path: readonly string[] }) {
  const telling = path.filter((question) => YES.test(question));
  return (
    <>
      <ul className="plain">
        {telling.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
      <details>
        <summary>All {path.length} questions</summary>
        <ol className="steps">
          {path.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ol>
      </details>
    </>
  );
}
