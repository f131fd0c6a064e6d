// How commands show what they know: one JSON document, or a table for people.

import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CliIo } from './io.ts';

/** Writes one JSON document, and nothing else, to stdout. */
export function writeJson(io: CliIo, document: unknown): void {
  io.out(`${JSON.stringify(document, null, 2)}\n`);
}

/** Writes a table. Colour only where a person looks at it and has not declined it (no-color.org). */
export function writeTable(io: CliIo, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const isPlain = !io.isTerminal || Boolean(io.environment['NO_COLOR']);
  // The table's own colours go by the process, not by this command's streams: it is given none to choose.
  const titles = head.map((title) => (isPlain ? title : styleText('bold', title, { validateStream: false })));
  const table = new Table({ head: titles, style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  io.out(`${table.toString()}\n`);
}

/** Writes lines of text to stdout. */
export function writeLines(io: CliIo, lines: readonly string[]): void {
  io.out(`${lines.join('\n')}\n`);
}

/** Tells people what they may want to do next. */
export function suggest(io: CliIo, ...commands: readonly string[]): void {
  if (commands.length > 0) io.tell(`Next: ${commands.map((command) => `\`${command}\``).join(' or ')}\n`);
}

/** A moment as `2026-11-22 12:34` UTC. */
export function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`;
}
