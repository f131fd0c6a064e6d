// Writer of result files. What is not finished never stands under the name of a result.

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { DependencyError } from '#domain/errors.ts';

export type Cell = string | number | undefined;

export interface RowWriter {
  /** Adds rows; an undefined cell is empty. */
  write(rows: readonly (readonly Cell[])[]): Promise<void>;
}

/** Significant digits of numbers: more than any model can mean, at half the size of all digits. */
const DIGITS = 7;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Writes a CSV file: the header, and what `fill` writes. Only when that has succeeded does the file get its name; a
 * failure leaves nothing. Throws DependencyError when the disk refuses.
 */
export async function writeRows(
  path: string,
  header: readonly string[],
  fill: (writer: RowWriter) => Promise<void>,
): Promise<void> {
  const partPath = `${path}.part`;
  const file = await open(partPath, 'w').catch((cause) => refuse(path, cause));
  try {
    await file.write(toLine(header));
    await fill({ write: (rows) => append(file, path, rows) });
    await file.close();
    await rename(partPath, path).catch((cause) => refuse(path, cause));
  } catch (error) {
    await file.close();
    await rm(partPath, { force: true });
    throw error;
  }
}

async function append(file: FileHandle, path: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  await file.write(rows.map(toLine).join('')).catch((cause) => refuse(path, cause));
}

function refuse(path: string, cause: unknown): never {
  throw new DependencyError(`${path} cannot be written: ${cause}; check the folder and its permissions`);
}

function toLine(cells: readonly Cell[]): string {
  return `${cells.map(toText).join(',')}\n`;
}

function toText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(Number(cell.toPrecision(DIGITS)));
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
