// The picture of `medic forecast`: how the series went, and the fan of where it may go.

import * as Plot from '@observablehq/plot';
import { COLOURS, type Figure, type LegendEntry } from './figure.ts';
import { drawLine, drawPanel } from './panel.ts';
import type { PlotColumn } from './plot-columns.ts';
import { describeSpan, rangeOf, rangeOfAll, withAir } from './ranges.ts';
import { linePoints, withHoles } from './shapes.ts';

/** One moment to come: one of ten values stays below q10, half of them below q50, nine of ten below q90. */
export interface FanPoint {
  readonly at: number;
  readonly q10: number;
  readonly q50: number;
  readonly q90: number;
}

export interface ForecastFigureOptions {
  readonly title: string;
  /** Name of the axis of values. */
  readonly name: string;
  /** The series up to the forecast, as much of it as is to be seen. */
  readonly history: readonly PlotColumn[];
  /** Oldest first, and not empty. */
  readonly fan: readonly [FanPoint, ...FanPoint[]];
  readonly periodSeconds: number;
}

const HEIGHT = 340;

const LEGEND: readonly LegendEntry[] = [
  { label: 'value', colour: COLOURS.series, shape: 'line' },
  { label: 'median forecast', colour: COLOURS.faint, shape: 'dashes' },
  { label: 'eight of ten values, q10 to q90', colour: COLOURS.band, shape: 'area' },
];

/** The figure of a forecast. */
export function drawForecast({ title, name, history, fan, periodSeconds }: ForecastFigureOptions): Figure {
  const [first] = fan;
  const end = fan.at(-1) ?? first;
  const panel = drawPanel({
    height: HEIGHT,
    label: name,
    time: [history[0]?.from ?? first.at, end.at],
    values: valuesOf(history, fan),
    hasTimes: true,
    marks: [
      Plot.areaY(fan, { x: 'at', y1: 'q10', y2: 'q90', fill: COLOURS.band }),
      Plot.lineY(fan, { x: 'at', y: 'q50', stroke: COLOURS.faint, strokeDasharray: '4 3', strokeWidth: 1.5 }),
      Plot.ruleX([first], { x: 'at', stroke: COLOURS.faint, strokeWidth: 0.8 }),
      drawLine(linePoints(withHoles(history, periodSeconds), 0)),
    ],
  });
  return {
    title,
    subtitle: `Forecast for ${describeSpan(first.at, end.at)}, a point every ${periodSeconds} s`,
    legend: LEGEND,
    panels: [panel],
  };
}

function valuesOf(history: readonly PlotColumn[], fan: readonly FanPoint[]) {
  const outer = fan.flatMap(({ q10, q90 }) => [q10, q90]);
  return withAir(rangeOfAll([...(rangeOf(history, 0) ?? []), ...outer]));
}
