// Every service at a glance: its state as colour, shape and word, what users feel, and how old that knowledge is.

import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { IndicatorView, ServiceOverview } from '#contracts/api/service-views.ts';
import { useNow } from '../clock.ts';
import { formatSeconds, formatValue, INDICATOR_LABELS } from '../format.ts';
import { ServiceState } from './indicators.tsx';
import { PredictionChip } from './outlook.tsx';

/** The worst on top; among equals the order of the settings. */
const RANK: Readonly<Record<ServiceOverview['state'], number>> = {
  critical: 0,
  unhealthy: 1,
  degraded: 2,
  unknown: 3,
  healthy: 4,
};
/** More tiles than this push the incidents off the first screen: those that are well are then shown in short. */
const LARGE_FLEET = 16;
/** What is not measured cannot be ill, and is looked for last. */
const LAST_RANK = 9;
/** Numbers on a tile: what is out of bounds comes first, then what users feel. */
const NUMBERS_SHOWN = 2;

export function ServiceGrid({ services }: { readonly services: readonly ServiceOverview[] }) {
  const rank = ({ state, isMeasured }: ServiceOverview) => (isMeasured ? RANK[state] : LAST_RANK);
  const sorted = services.toSorted((one, other) => rank(one) - rank(other));
  const isLarge = services.length > LARGE_FLEET;
  return (
    <ul className="tiles">
      {sorted.map((service) => (
        <li key={service.serviceId}>
          <Tile service={service} isShort={isLarge && (service.state === 'healthy' || !service.isMeasured)} />
        </li>
      ))}
    </ul>
  );
}

interface TileProps {
  readonly service: ServiceOverview;
  /** Without numbers: there is nothing to see in them. */
  readonly isShort: boolean;
}

function Tile({ service, isShort }: TileProps) {
  const { serviceId, state, score, tier, indicators } = service;
  return (
    <a className={`tile tile-${state}`} href={`#/services/${encodeURIComponent(serviceId)}`}>
      <span className="tile-head">
        <strong>{serviceId}</strong>
        {tier === 'critical' && <span className="note">critical tier</span>}
      </span>
      <span className="tile-head">
        <ServiceState state={state} />
        <span title="Health score, 0 to 100">{score === undefined ? '' : Math.round(score * 100)}</span>
      </span>
      {(isShort ? [] : mostTelling(indicators)).map((indicator) => (
        <KeyNumber key={indicator.indicator} indicator={indicator} />
      ))}
      <span className="note tile-foot">
        <DataAge service={service} />
        <Prediction service={service} />
      </span>
      <PredictionChip outlook={service.outlook} />
    </a>
  );
}

function KeyNumber({
  indicator: { indicator, value, upper, isOutside },
}: {
  readonly indicator: IndicatorView;
}) {
  return (
    <span className="tile-number">
      <span>{INDICATOR_LABELS[indicator]}</span>
      <span>
        {isOutside ? <strong>▲ {formatValue(indicator, value)}</strong> : formatValue(indicator, value)}
        {isOutside && upper !== undefined && <span className="note"> ≤ {formatValue(indicator, upper)}</span>}
      </span>
    </span>
  );
}

function DataAge({ service: { dataAt, isStale, isMeasured } }: { readonly service: ServiceOverview }) {
  const now = useNow();
  if (!isMeasured) return <span>Not measured: a third party</span>;
  if (dataAt === undefined) return <span>No data yet</span>;
  const age = formatSeconds((now - dataAt) / 1000);
  if (isStale) return <StatusIndicator type="warning">Stale: {age} old</StatusIndicator>;
  return <span>{age} old</span>;
}

/** A limit ahead by its rise alone, where the model warns of nothing. */
function Prediction({ service: { predictedFailureAt, outlook } }: { readonly service: ServiceOverview }) {
  const now = useNow();
  if (outlook && outlook.grade !== 'green') return null;
  if (predictedFailureAt === undefined || predictedFailureAt <= now) return null;
  return (
    <Box variant="small" display="inline">
      <StatusIndicator type="warning">
        Limit in {formatSeconds((predictedFailureAt - now) / 1000)}
      </StatusIndicator>
    </Box>
  );
}

function mostTelling(indicators: readonly IndicatorView[]): readonly IndicatorView[] {
  const weight = ({ isOutside, isUserVisible }: IndicatorView) =>
    (isOutside ? 2 : 0) + (isUserVisible ? 1 : 0);
  const shown = indicators.filter(
    ({ indicator }) => indicator !== 'healthy-share' || indicators.length <= NUMBERS_SHOWN,
  );
  return shown.toSorted((one, other) => weight(other) - weight(one)).slice(0, NUMBERS_SHOWN);
}
