// Model tables as Markdown, and their places in docs/models.md.

import type { Figure, ModelTable } from './table.ts';

/** The table with its title, bars and notes. */
export function renderTable({ title, columns, rows, bars, notes }: ModelTable): string {
  const lines = [
    `### ${title}`,
    '',
    `| method | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...rows.map(({ method, isOurs, figures }) => {
      const cells = columns.map((column) => renderFigure(figures[column]));
      return `| ${isOurs ? `**${method}**` : method} | ${cells.join(' | ')} |`;
    }),
  ];
  if (bars) lines.push(`| *to be reached* | ${columns.map((column) => bars[column] ?? '').join(' | ')} |`);
  return [...lines, '', ...notes.map((note) => `- ${note}.`)].join('\n');
}

const SIGNIFICANT_DIGITS = 3;

function renderFigure(figure: Figure | undefined): string {
  if (!figure) return '';
  const { value, interval } = figure;
  return interval ? `${digits(value)} [${digits(interval[0])}, ${digits(interval[1])}]` : digits(value);
}

function digits(value: number): string {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS)).toLocaleString('en', {
    maximumSignificantDigits: SIGNIFICANT_DIGITS,
  });
}

const RUN = 'run';

/**
 * The page with the tables between their marks, `<!-- table: id -->` and `<!-- end -->`, replaced. Throws a RangeError for
 * a table that the page has no place for: a figure that nobody sees would be lost.
 */
export function replaceTables(page: string, tables: readonly ModelTable[], run: string): string {
  let next = replaceBetween(page, RUN, run);
  for (const table of tables) next = replaceBetween(next, table.id, renderTable(table));
  return next;
}

function replaceBetween(page: string, id: string, content: string): string {
  const begin = `<!-- table: ${id} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0)
    throw new RangeError(`docs/models.md has no place for "${id}": add ${begin} and <!-- end -->`);
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}
