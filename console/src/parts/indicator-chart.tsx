// The course of one indicator with the band it should lie in, and the minutes judged abnormal drawn over it.

import Box from '@cloudscape-design/components/box';
import LineChart from '@cloudscape-design/components/line-chart';
import type { IndicatorChart as Chart, ServiceDetailAnswer } from '#contracts/api/service-views.ts';
import { formatTick, formatUtc, formatValue, INDICATOR_LABELS } from '../format.ts';

/** Abnormal minutes further apart than this are separate episodes, each a line of its own. */
const EPISODE_GAP_MS = 5 * 60_000;
const HEIGHT = 160;
const VALUE_COLOR = '#0972d3';
const BAND_COLOR = '#8b95a3';
const ANOMALY_COLOR = '#d91515';
const CHANGE_COLOR = '#7d4ec2';

interface Point {
  readonly x: Date;
  readonly y: number;
}

export interface IndicatorChartProps {
  readonly chart: Chart;
  readonly changes: ServiceDetailAnswer['changes'];
  readonly from: number;
  readonly to: number;
}

export function IndicatorChart({ chart, changes, from, to }: IndicatorChartProps) {
  const { indicator, points, anomalies } = chart;
  const line = (title: string, data: readonly Point[], color: string) => ({
    title,
    type: 'line' as const,
    data,
    color,
    valueFormatter: (value: number) => formatValue(indicator, value),
  });
  const series = [
    line('Usual at most', edge(chart, 'upper'), BAND_COLOR),
    line('Usual at least', edge(chart, 'lower'), BAND_COLOR),
    line(
      'Measured',
      points.map(({ at, value }) => ({ x: new Date(at), y: value })),
      VALUE_COLOR,
    ),
    ...episodesOf(chart).map((episode) => line('Abnormal', episode, ANOMALY_COLOR)),
  ];
  const marks = changes.map(({ at, summary }) => ({
    type: 'threshold' as const,
    title: summary,
    x: new Date(at),
    color: CHANGE_COLOR,
  }));
  const name = INDICATOR_LABELS[indicator];
  return (
    <div>
      <Box variant="h3">
        {name}{' '}
        <Box variant="small" display="inline">
          {anomalies.length > 0 && `${anomalies.length} abnormal minutes`}
        </Box>
      </Box>
      <LineChart
        ariaLabel={`${name} over time`}
        height={HEIGHT}
        hideFilter
        hideLegend
        series={[...series.filter(({ data }) => data.length > 0), ...marks]}
        xScaleType="time"
        xDomain={[new Date(from), new Date(to)]}
        yDomain={[0, topOf(chart)]}
        i18nStrings={{
          xTickFormatter: (at) => formatTick(at.getTime()),
          yTickFormatter: (value) => formatValue(indicator, value),
        }}
        detailPopoverSeriesContent={({ series: own, y }) => ({
          key: own.title,
          value: formatValue(indicator, y),
        })}
        xTitle="Time (UTC)"
        empty={`Nothing was measured since ${formatUtc(from)}`}
      />
    </div>
  );
}

/** What the lines mean; the same for all charts. */
export function ChartLegend() {
  return (
    <p className="legend">
      <span className="legend-line legend-value" /> Measured <span className="legend-line legend-band" />{' '}
      Edges of what is usual <span className="legend-line legend-anomaly" /> Judged abnormal{' '}
      <span className="legend-line legend-change" /> Something was changed
    </p>
  );
}

function edge({ points }: Chart, side: 'upper' | 'lower'): readonly Point[] {
  return points.flatMap(({ at, [side]: value }) =>
    value === undefined ? [] : { x: new Date(at), y: value },
  );
}

function topOf({ points }: Chart): number {
  const highest = Math.max(...points.map(({ value, upper = 0 }) => Math.max(value, upper)));
  return highest > 0 ? highest * 1.1 : 1;
}

/** Runs of abnormal minutes; a single one is drawn as a dot by two points at its place. */
function episodesOf({ anomalies }: Chart): readonly (readonly Point[])[] {
  const episodes: Point[][] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, value } of anomalies) {
    if (at - lastAt > EPISODE_GAP_MS) episodes.push([]);
    episodes.at(-1)?.push({ x: new Date(at), y: value });
    lastAt = at;
  }
  return episodes;
}
