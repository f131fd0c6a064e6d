// One picture: a title, a legend, and panels over the same time, as SVG or PNG. Light, and in colours that the colour-blind
// can tell apart (Okabe and Ito 2008).

import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { DependencyError } from '#domain/errors.ts';

export const COLOURS = {
  ink: '#1f2933',
  faint: '#69747f',
  grid: '#e4e7eb',
  series: '#0072b2',
  band: '#c6dff0',
  alarm: '#d55e00',
} as const;

/** Pixels; a figure fits into a document's width without being shrunk past reading. */
export const FIGURE_WIDTH = 1200;
const HEADER_HEIGHT = 76;
const LEGEND_TOP = 62;
const MARGIN_LEFT = 16;
/** PNG has twice the pixels, for screens that have them. */
const PNG_SCALE = 2;
const FONT = 'Inter, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif';

export interface Panel {
  /** An SVG element as text. */
  readonly svg: string;
  readonly height: number;
}

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly shape: 'line' | 'dashes' | 'area' | 'dot';
  readonly opacity?: number;
}

export interface Figure {
  readonly title: string;
  readonly subtitle: string;
  readonly legend: readonly LegendEntry[];
  /** From top to bottom. */
  readonly panels: readonly Panel[];
}

/** The figure as a whole SVG document. */
export function renderSvg({ title, subtitle, legend, panels }: Figure): string {
  let top = HEADER_HEIGHT;
  const placed = panels.map(({ svg, height }) => {
    const group = `<g transform="translate(0,${top})">${svg}</g>`;
    top += height;
    return group;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${FIGURE_WIDTH}" height="${top}" viewBox="0 0 ${FIGURE_WIDTH} ${top}" font-family="${FONT}" color="${COLOURS.ink}">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${FIGURE_WIDTH}" height="${top}" fill="white"/>`,
    `<text x="${MARGIN_LEFT}" y="24" font-size="17" font-weight="600" fill="${COLOURS.ink}">${escapeText(title)}</text>`,
    `<text x="${MARGIN_LEFT}" y="42" font-size="12" fill="${COLOURS.faint}">${escapeText(subtitle)}</text>`,
    renderLegend(legend),
    ...placed,
    '</svg>\n',
  ].join('\n');
}

/** Writes the figure as the ending of the path says: `.svg` or `.png`. Throws DependencyError when the disk refuses. */
export async function writeFigure(path: string, figure: Figure): Promise<void> {
  const svg = renderSvg(figure);
  const data = extname(path).toLowerCase() === '.png' ? renderPng(svg) : svg;
  await writeFile(path, data).catch((cause) => {
    throw new DependencyError(
      `${path} cannot be written: ${cause.message}; check the folder and its permissions`,
    );
  });
}

function renderPng(svg: string): Uint8Array {
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: PNG_SCALE },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  });
  return renderer.render().asPng();
}

const SYMBOL_WIDTH = 18;
/** About the width of a letter of the legend. */
const LETTER_WIDTH = 6.4;
const ENTRY_GAP = 20;

function renderLegend(entries: readonly LegendEntry[]): string {
  let left = MARGIN_LEFT;
  const parts = entries.map((entry) => {
    const text = `<text x="${left + SYMBOL_WIDTH + 6}" y="${LEGEND_TOP + 4}" font-size="12" fill="${COLOURS.ink}">${escapeText(entry.label)}</text>`;
    const part = renderSymbol(entry, left) + text;
    left += SYMBOL_WIDTH + 6 + entry.label.length * LETTER_WIDTH + ENTRY_GAP;
    return part;
  });
  return parts.join('\n');
}

function renderSymbol({ shape, colour, opacity = 1 }: LegendEntry, left: number): string {
  const middle = left + SYMBOL_WIDTH / 2;
  switch (shape) {
    case 'area':
      return `<rect x="${left}" y="${LEGEND_TOP - 6}" width="${SYMBOL_WIDTH}" height="12" fill="${colour}" fill-opacity="${opacity}"/>`;
    case 'dot':
      return `<circle cx="${middle}" cy="${LEGEND_TOP}" r="4" fill="${colour}"/>`;
    case 'line':
    case 'dashes': {
      const dashes = shape === 'dashes' ? ' stroke-dasharray="4 3"' : '';
      return `<line x1="${left}" x2="${left + SYMBOL_WIDTH}" y1="${LEGEND_TOP}" y2="${LEGEND_TOP}" stroke="${colour}" stroke-width="2"${dashes}/>`;
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}
