// Rows of a CSV file, streamed with their line numbers, so that a file of any size can be read and every complaint
// names the place.

import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { InvalidInputError } from '#domain/errors.ts';

export interface CsvRow {
  readonly fields: readonly string[];
  /** Of the row's last line in the file, from 1. */
  readonly line: number;
}

/** The rows of a file, in order. Throws InvalidInputError naming file and line for what is not CSV, or not readable. */
export async function* readRows(path: string): AsyncGenerator<CsvRow> {
  const parser = createReadStream(path)
    .on('error', (error) => parser.destroy(error))
    .pipe(parse({ info: true, bom: true, relax_column_count: true, skip_empty_lines: true, trim: true }));
  try {
    for await (const { record, info } of parser) yield { fields: record, line: info.lines };
  } catch (error) {
    throw asInputError(path, error);
  }
}

/** A complaint about one place of a file: what is wrong there and what to do. */
export function faultAt(path: string, line: number, problem: string): InvalidInputError {
  return new InvalidInputError(`${path}:${line}: ${problem}`);
}

function asInputError(path: string, error: unknown): Error {
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return faultAt(
      path,
      line,
      `this is not CSV (${error.message}); correct the line or export the file again`,
    );
  }
  if (error instanceof Error && 'code' in error) {
    return new InvalidInputError(
      `${path} cannot be read (${error.code}); check the path and its permissions`,
    );
  }
  return error instanceof Error ? error : new InvalidInputError(`${path} cannot be read: ${error}`);
}
