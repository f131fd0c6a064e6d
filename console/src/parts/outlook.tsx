// What lies ahead of a service: the grade of the warning as shape and word, the chances, the time with its interval, and the
// earlier incident that it looks like.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { OutlookView } from '#contracts/api/prediction-views.ts';
import { useNow } from '../clock.ts';
import { formatSeconds, formatShare, formatValue, INDICATOR_LABELS, spellOut } from '../format.ts';
import { IncidentLink } from './links.tsx';
import { Ago, Time } from './time.tsx';

type IndicatorAhead = OutlookView['indicators'][number];

const GRADE_SHAPES: Readonly<Record<OutlookView['grade'], StatusIndicatorProps.Type>> = {
  green: 'success',
  yellow: 'info',
  orange: 'warning',
  red: 'error',
};

/** In words an on-caller would use; the grade stands beside them. */
const GRADE_LABELS: Readonly<Record<OutlookView['grade'], string>> = {
  green: 'Nothing in sight',
  yellow: 'May fill within the hour',
  orange: 'Likely full within half an hour',
  red: 'Likely full within 15 minutes',
};

const HORIZONS = [5, 15, 30, 60] as const;

export function Grade({ grade }: { readonly grade: OutlookView['grade'] }) {
  return (
    <StatusIndicator type={GRADE_SHAPES[grade]}>
      {spellOut(grade)}: {GRADE_LABELS[grade]}
    </StatusIndicator>
  );
}

/** `Memory likely full in 18 to 34 min, orange`; nothing while nothing is warned of. */
export function PredictionChip({ outlook }: { readonly outlook: OutlookView | undefined }) {
  const now = useNow();
  const [likeliest] = outlook?.indicators ?? [];
  if (!outlook || !likeliest || outlook.grade === 'green') return null;
  return (
    <StatusIndicator type={GRADE_SHAPES[outlook.grade]}>
      {INDICATOR_LABELS[likeliest.indicator]} {tellTime(likeliest, now)}, {outlook.grade}
    </StatusIndicator>
  );
}

function tellTime({ earliestAt, latestAt, within }: IndicatorAhead, now: number): string {
  const chance = `${formatShare(within[3])} within the hour`;
  if (earliestAt === undefined || latestAt === undefined) return `may fill: ${chance}`;
  const minutes = (at: number) => Math.max(0, Math.round((at - now) / 60_000));
  const isNear = minutes(latestAt) <= 120;
  return isNear ? `likely full in ${minutes(earliestAt)}-${minutes(latestAt)} min` : `may fill: ${chance}`;
}

/** The whole outlook, for the page of the service. */
export function Outlook({ outlook }: { readonly outlook: OutlookView | undefined }) {
  return (
    <Container header={<Header variant="h2">What is ahead</Header>}>
      {outlook ? (
        <SpaceBetween size="s">
          <Verdict outlook={outlook} />
          <Chances indicators={outlook.indicators} />
        </SpaceBetween>
      ) : (
        <Box color="text-body-secondary">
          Nothing is known of a resource with a limit: predictions need an hour of its metrics.
        </Box>
      )}
    </Container>
  );
}

function Verdict({ outlook: { grade, since, at, modelHash, precursor } }: { readonly outlook: OutlookView }) {
  return (
    <SpaceBetween size="xxs">
      <span>
        <Grade grade={grade} />{' '}
        <span className="note">
          since <Time at={since} />, looked at <Ago at={at} />
        </span>
      </span>
      {precursor && (
        <Box>
          {INDICATOR_LABELS[precursor.indicator]} looks like the hour before{' '}
          <IncidentLink incidentId={precursor.incidentId} />, which began <Ago at={precursor.beganAt} />{' '}
          (likeness {formatShare(precursor.likeness)}).
        </Box>
      )}
      {modelHash === undefined && (
        <Box variant="small">
          The failure model was not there: this is what each metric's own history says. No incident is opened
          on it.
        </Box>
      )}
    </SpaceBetween>
  );
}

function Chances({ indicators }: { readonly indicators: readonly IndicatorAhead[] }) {
  const now = useNow();
  const until = (at: number) => formatSeconds((at - now) / 1000);
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: 'Chances of reaching a limit' }}
      items={indicators}
      columnDefinitions={[
        {
          id: 'indicator',
          header: 'Resource',
          isRowHeader: true,
          cell: ({ indicator }) => INDICATOR_LABELS[indicator],
        },
        {
          id: 'value',
          header: 'Now, of its limit',
          cell: ({ indicator, value, limit, isLimitKnown }) =>
            `${formatValue(indicator, value)} of ${formatValue(indicator, limit)}${isLimitKnown ? '' : ' (presumed)'}`,
        },
        ...HORIZONS.map((minutes, index) => ({
          id: `within-${minutes}`,
          header: `Within ${minutes} min`,
          cell: ({ within }: IndicatorAhead) => formatShare(within[index] ?? 0),
        })),
        {
          id: 'time',
          header: 'Reached in (80 % between)',
          cell: ({ failureAt, earliestAt, latestAt }) =>
            failureAt === undefined || earliestAt === undefined || latestAt === undefined
              ? 'Not in sight'
              : `${until(failureAt)} (${until(earliestAt)} to ${until(latestAt)})`,
        },
      ]}
    />
  );
}
