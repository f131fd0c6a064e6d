// Rows whose noun is kept as JSON in the column `body`; the columns beside it are there to be searched.

import * as z from 'zod/mini';

type Row = Readonly<Record<string, unknown>>;

/** The noun of a row, validated; undefined where there is no row. */
export function readBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  row: Row | undefined,
): z.infer<Schema> | undefined {
  return row && schema.parse(JSON.parse(String(row['body'])));
}

/** The nouns of all rows, validated, in their order. */
export function readBodies<Schema extends z.ZodMiniType>(
  schema: Schema,
  rows: readonly Row[],
): readonly z.infer<Schema>[] {
  return z.array(schema).parse(rows.map((row) => JSON.parse(String(row['body']))));
}

/** The noun of a row that only this program writes and that is too large or too often read to be validated again. */
export function trustBody<Noun>(row: Row): Noun {
  const noun: Noun = JSON.parse(String(row['body']));
  return noun;
}
