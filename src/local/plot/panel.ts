// One panel of a figure, drawn by Observable Plot on a document that exists in memory only.

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { COLOURS, FIGURE_WIDTH, type Panel } from './figure.ts';
import { labelTick } from './time-axis.ts';

export interface PanelOptions {
  readonly height: number;
  /** Named above the axis of values. */
  readonly label: string;
  /** First and last moment, milliseconds since the epoch. */
  readonly time: readonly [from: number, to: number];
  readonly values: readonly [lowest: number, highest: number];
  readonly marks: readonly Plot.Markish[];
  /** Only the lowest panel names the times. */
  readonly hasTimes: boolean;
}

/** Room for large numbers on the left, and half a label on the right. */
const MARGINS = { marginLeft: 64, marginRight: 24, marginTop: 26 } as const;
const TIMES_HEIGHT = 52;
const PIXELS_PER_TICK = 50;
/** Puts the name of the axis over its numbers. */
const LABEL_OFFSET = 44;

/** Draws a panel. What leaves the range of values is cut off. */
export function drawPanel({ height, label, time, values, marks, hasTimes }: PanelOptions): Panel {
  const marginBottom = hasTimes ? TIMES_HEIGHT : 8;
  const fullHeight = height + MARGINS.marginTop + marginBottom;
  const ticks = Math.max(2, Math.round(height / PIXELS_PER_TICK));
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document,
    width: FIGURE_WIDTH,
    height: fullHeight,
    ...MARGINS,
    marginBottom,
    clip: true,
    style: { fontSize: '12px', fontFamily: 'inherit', overflow: 'hidden' },
    x: { type: 'utc', domain: [...time], axis: null },
    y: { domain: [...values], nice: true, axis: null },
    marks: [
      Plot.gridY({ stroke: COLOURS.grid, strokeOpacity: 1, ticks }),
      ...marks,
      drawValueAxis(label, ticks),
      ...(hasTimes ? [Plot.axisX({ tickFormat: labelTick, label: null, clip: false })] : []),
    ],
  });
  return { svg: svg.outerHTML, height: fullHeight };
}

function drawValueAxis(label: string, ticks: number): Plot.Markish {
  return Plot.axisY({
    ticks,
    label,
    tickSize: 0,
    labelArrow: 'none',
    labelOffset: LABEL_OFFSET,
    clip: false,
  });
}

/** The line of a series, in its colour; NaN breaks it. */
export function drawLine(points: readonly { readonly at: number; readonly value: number }[]): Plot.Markish {
  return Plot.lineY(points, { x: 'at', y: 'value', stroke: COLOURS.series, strokeWidth: 1.2 });
}
