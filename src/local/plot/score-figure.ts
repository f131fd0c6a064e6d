// The picture of `medic score`: each series with the band it was expected in, the points that were alarms, the incidents
// that they make, and the score below.

import * as Plot from '@observablehq/plot';
import { COLOURS, type Figure, type LegendEntry, type Panel } from './figure.ts';
import { drawLine, drawPanel } from './panel.ts';
import type { PlotColumn } from './plot-columns.ts';
import { describeSpan, rangeOf, withAir, withBand } from './ranges.ts';
import {
  alarmPoints,
  bandPoints,
  type DrawnColumn,
  incidentsOf,
  linePoints,
  type Span,
  scorePoints,
  withHoles,
} from './shapes.ts';

export interface ScoreFigureOptions {
  readonly title: string;
  /** Names of the panels, in the order of the columns' ranges. */
  readonly names: readonly string[];
  readonly columns: readonly PlotColumn[];
  readonly periodSeconds: number;
}

/** With more series than this each would be too flat to read. */
const MOST_PANELS = 6;
const PANEL_HEIGHT = { alone: 300, amongOthers: 140, score: 64 } as const;
const INCIDENT_OPACITY = 0.16;

const LEGEND: readonly LegendEntry[] = [
  { label: 'value', colour: COLOURS.series, shape: 'line' },
  { label: 'incident', colour: COLOURS.alarm, shape: 'area', opacity: INCIDENT_OPACITY },
];
const LEGEND_ALONE: readonly LegendEntry[] = [
  ...LEGEND,
  { label: 'alarm', colour: COLOURS.alarm, shape: 'dot' },
  { label: 'expected', colour: COLOURS.faint, shape: 'dashes' },
  { label: 'usual band', colour: COLOURS.band, shape: 'area' },
];

interface Drawing {
  readonly columns: readonly PlotColumn[];
  readonly drawn: readonly DrawnColumn[];
  readonly time: readonly [number, number];
  readonly incidents: readonly Span[];
}

/** The figure of a scored file. Bands and alarms are those of the series that stands out, so several have none of their own. */
export function drawScores({ title, names, columns, periodSeconds }: ScoreFigureOptions): Figure {
  const time = [columns[0]?.from ?? 0, columns.at(-1)?.to ?? 1] as const;
  const incidents = incidentsOf(columns, periodSeconds);
  const drawing = { columns, drawn: withHoles(columns, periodSeconds), time, incidents };
  const isAlone = names.length === 1;
  const shown = names.slice(0, MOST_PANELS);
  const panels = isAlone
    ? shown.map((name) => drawAlone(drawing, name))
    : shown.map((name, index) => drawAmongOthers(drawing, name, index));
  const count = `${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`;
  const left = names.length - shown.length;
  const more = left > 0 ? `, ${left} more series not drawn` : '';
  return {
    title,
    subtitle: `${describeSpan(...time)}, a point every ${periodSeconds} s, ${count}${more}`,
    legend: isAlone ? LEGEND_ALONE : LEGEND,
    panels: [...panels, drawScore(drawing)],
  };
}

function drawAlone({ columns, drawn, time, incidents }: Drawing, label: string): Panel {
  const band = bandPoints(drawn);
  return drawPanel({
    height: PANEL_HEIGHT.alone,
    label,
    time,
    values: withBand(columns, withAir(rangeOf(columns, 0))),
    hasTimes: false,
    marks: [
      Plot.areaY(band, { x: 'at', y1: 'lower', y2: 'upper', fill: COLOURS.band }),
      Plot.lineY(band, { x: 'at', y: 'expected', stroke: COLOURS.faint, strokeDasharray: '4 3' }),
      drawIncidents(incidents),
      drawLine(linePoints(drawn, 0)),
      Plot.dot(alarmPoints(columns, 0), { x: 'at', y: 'value', r: 3, fill: COLOURS.alarm }),
    ],
  });
}

function drawAmongOthers({ columns, drawn, time, incidents }: Drawing, label: string, index: number): Panel {
  return drawPanel({
    height: PANEL_HEIGHT.amongOthers,
    label,
    time,
    values: withAir(rangeOf(columns, index)),
    hasTimes: false,
    marks: [drawIncidents(incidents), drawLine(linePoints(drawn, index))],
  });
}

function drawScore({ drawn, time, incidents }: Drawing): Panel {
  const points = scorePoints(drawn);
  return drawPanel({
    height: PANEL_HEIGHT.score,
    label: 'score',
    time,
    values: [0, 1],
    hasTimes: true,
    marks: [
      drawIncidents(incidents),
      Plot.areaY(points, { x: 'at', y: 'value', fill: COLOURS.series, fillOpacity: 0.25 }),
      drawLine(points),
    ],
  });
}

/** Narrow ones get an edge, or they could not be seen. */
function drawIncidents(incidents: readonly Span[]): Plot.Markish {
  return Plot.rectX(incidents, {
    x1: 'from',
    x2: 'to',
    fill: COLOURS.alarm,
    fillOpacity: INCIDENT_OPACITY,
    stroke: COLOURS.alarm,
    strokeOpacity: INCIDENT_OPACITY,
  });
}
