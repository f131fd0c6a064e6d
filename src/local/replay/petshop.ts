// Reader of PetShop recordings (Hardt et al. 2023): wide files with three header rows, a call graph, and for each issue
// the symptom and its true cause. https://github.com/amazon-science/petshop-root-cause-analysis

import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { InvalidInputError } from '#domain/errors.ts';
import type { Instant } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import { faultAt, readRows } from '#local/series/csv-rows.ts';
import { parseStamp } from '#local/series/stamp.ts';
import { parseValue } from '#local/series/values.ts';
import type { Notices } from './notices.ts';
import { orderRows, type TimedRow } from './ordered-rows.ts';
import type { RecordedComponent, Recording } from './recording.ts';
import { gridSecondsOf, stepSecondsOf } from './time-grid.ts';

/** What the three header rows of a metrics file begin with. */
const HEADER_ROWS = ['microservice', 'metric', 'statistic'] as const;
/** The line under the headers that names the first column. */
const TIME_LABEL = 'unix_timestamp';

/** Metric and statistic of a column, and what it is to the loop. Availability turns requests into errors. */
const COLUMN_SIGNALS: Readonly<Record<string, SignalName | 'availability'>> = {
  'latency p50': 'latency-p50',
  'latency p90': 'latency-p90',
  'latency p95': 'latency-p95',
  'latency p99': 'latency-p99',
  'requests Sum': 'request-count',
  'availability Average': 'availability',
};

/** The symptom of an issue, when it was noticed, and where it truly came from. */
const Target = z.object({
  target: z.object({ node: z.string(), metric: z.string(), timestamp: z.number() }),
  root_cause: z.object({ node: z.string() }),
});

export interface IssueTruth {
  readonly symptomService: string;
  readonly symptomMetric: string;
  readonly symptomAt: Instant;
  readonly causeService: string;
}

/** Which component calls which. */
export type CallGraph = ReadonlyMap<string, readonly string[]>;

/** Reads a metrics file. Stamps are kept as recorded: the start of each period. */
export async function readMetricsFile(path: string, notices: Notices): Promise<Recording> {
  const headers: (readonly string[])[] = [];
  const rows: TimedRow[] = [];
  for await (const { fields, line } of readRows(path)) {
    const expected = HEADER_ROWS[headers.length];
    if (expected !== undefined) headers.push(checkHeader(path, { fields, line }, expected));
    else if (fields[0] !== TIME_LABEL) rows.push(readRow({ path, line, headers, notices }, fields));
  }
  if (headers.length < HEADER_ROWS.length) throw headerFault(path, 1);
  const ordered = orderRows(path, rows, notices);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last) throw faultAt(path, headers.length, 'there is no row of values after the header');
  const periodSeconds = gridSecondsOf(stepSecondsOf(ordered.map(({ at }) => at)));
  const to = (last.at + periodSeconds * 1000) as Instant;
  return { periodSeconds, components: componentsOf(headers, ordered), from: first.at, to };
}

function checkHeader(
  path: string,
  { fields, line }: { readonly fields: readonly string[]; readonly line: number },
  expected: string,
): readonly string[] {
  if (fields[0] !== expected) throw headerFault(path, line);
  return fields;
}

function headerFault(path: string, line: number): InvalidInputError {
  return faultAt(
    path,
    line,
    `a metrics file begins with the rows ${HEADER_ROWS.join(', ')}; this one does not`,
  );
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly headers: readonly (readonly string[])[];
  readonly notices: Notices;
}

function readRow({ path, line, headers }: Place, fields: readonly string[]): TimedRow {
  const [names = []] = headers;
  if (fields.length !== names.length) {
    throw faultAt(
      path,
      line,
      `${fields.length} columns instead of ${names.length}; complete or remove the line`,
    );
  }
  const at = parseStamp(fields[0] ?? '');
  if (at === undefined)
    throw faultAt(path, line, `"${fields[0]}" is no time; write epoch seconds or ISO 8601`);
  const values = fields.slice(1).map((text, index) => {
    const value = parseValue(text);
    if (value === 'malformed' || value === 'infinite') {
      const column = headers.map((header) => header[index + 1]).join(' ');
      throw faultAt(
        path,
        line,
        `"${text}" for ${column} is no number; correct it, or leave it empty where unknown`,
      );
    }
    // A component that got no request in a period has no latency: empty fields are the rule here, not an oddity.
    return value === 'missing' ? undefined : value;
  });
  return { at, line, values };
}

function componentsOf(
  [names = [], metrics = [], statistics = []]: readonly (readonly string[])[],
  rows: readonly TimedRow[],
): readonly RecordedComponent[] {
  const columns = new Map<string, Map<SignalName | 'availability', number>>();
  names.slice(1).forEach((name, index) => {
    const signal = COLUMN_SIGNALS[`${metrics[index + 1]} ${statistics[index + 1]}`];
    const own = columns.get(name) ?? new Map<SignalName | 'availability', number>();
    if (signal !== undefined) own.set(signal, index);
    columns.set(name, own);
  });
  return [...columns].map(([name, own]) => ({ name, kind: 'component', series: seriesOf(own, rows) }));
}

function seriesOf(
  columns: ReadonlyMap<SignalName | 'availability', number>,
  rows: readonly TimedRow[],
): RecordedComponent['series'] {
  const read = (row: TimedRow, signal: SignalName | 'availability') => row.values[columns.get(signal) ?? -1];
  const collect = (value: (row: TimedRow) => number | undefined): readonly MetricPoint[] =>
    rows.flatMap((row) => {
      const found = value(row);
      return found === undefined ? [] : [{ at: row.at, value: found }];
    });
  const direct = [...columns.keys()].filter((signal) => signal !== 'availability');
  return {
    ...Object.fromEntries(direct.map((signal) => [signal, collect((row) => read(row, signal))])),
    'error-count': collect((row) => errorsOf(read(row, 'request-count'), read(row, 'availability'))),
  };
}

/** Requests that failed: those beyond the available share (percent). */
function errorsOf(requests: number | undefined, availability: number | undefined): number | undefined {
  if (requests === undefined || availability === undefined) return undefined;
  return Math.round(requests * (1 - availability / 100));
}

/** Reads a call graph: a matrix in which each row calls the columns that are not zero. */
export async function readCallGraph(path: string): Promise<CallGraph> {
  let columns: readonly string[] | undefined;
  const calls = new Map<string, readonly string[]>();
  for await (const { fields, line } of readRows(path)) {
    if (!columns) {
      columns = fields;
      continue;
    }
    if (fields.length !== columns.length) {
      throw faultAt(
        path,
        line,
        `${fields.length} columns instead of ${columns.length}; each row needs one per component`,
      );
    }
    const [caller = '', ...cells] = fields;
    const callees = cells.flatMap((cell, index) => (Number(cell) > 0 ? (columns?.[index + 1] ?? []) : []));
    calls.set(
      caller,
      callees.filter((callee) => callee !== caller),
    );
  }
  return calls;
}

/** Reads what is known of an issue. Throws InvalidInputError naming the file. */
export async function readIssueTruth(path: string): Promise<IssueTruth> {
  const { target, root_cause: cause } = parseTarget(path, await readFile(path, 'utf8'));
  return {
    symptomService: target.node,
    symptomMetric: target.metric,
    symptomAt: Math.round(target.timestamp * 1000) as Instant,
    causeService: cause.node,
  };
}

function parseTarget(path: string, text: string): z.infer<typeof Target> {
  try {
    return Target.parse(JSON.parse(text));
  } catch (error) {
    throw new InvalidInputError(
      `${path} is not the description of an issue; it needs target.node, target.metric, target.timestamp and ` +
        `root_cause.node (${error instanceof z.core.$ZodError ? z.prettifyError(error) : error})`,
    );
  }
}
