// Reader of call graphs: a matrix in which each row calls the columns that are not zero, or a list of calls.

import type { CallGraph } from '#domain/cause/component.ts';
import type { Notices } from '#local/replay/notices.ts';
import { readRows } from '#local/series/csv-rows.ts';

/** What the first line of a list of calls begins with, in lower case. */
const LIST_HEADER = ['source', 'target'] as const;

/** Reads a call graph. Rows that do not fit are told and read as far as they go. */
export async function readCallGraphFile(path: string, notices: Notices): Promise<CallGraph> {
  const calls = new Map<string, Set<string>>();
  let header: readonly string[] | undefined;
  for await (const { fields, line } of readRows(path)) {
    if (!header) {
      header = fields;
      continue;
    }
    if (fields.length !== header.length)
      notices.add(path, line, 'more or fewer columns than the header; read as far as they go');
    const [caller = ''] = fields;
    calls.set(caller, new Set([...(calls.get(caller) ?? []), ...calleesOf(header, fields)]));
  }
  return new Map(
    [...calls].map(([caller, callees]) => [caller, [...callees].filter((callee) => callee !== caller)]),
  );
}

function calleesOf(header: readonly string[], fields: readonly string[]): readonly string[] {
  const isList = LIST_HEADER.every((word, index) => header[index]?.toLowerCase() === word);
  if (isList) return fields.slice(1, 2).filter((callee) => callee !== '');
  return header.filter((_callee, index) => index > 0 && Number(fields[index]) > 0);
}
