// From files to the picture of an incident: the metrics around it, those of normal life, and the call graph.

import type { CallGraph, Component, Course, IncidentPicture, Measure } from '#domain/cause/component.ts';
import type { Notices } from '#local/replay/notices.ts';
import { stepSecondsOf } from '#local/replay/time-grid.ts';
import { readCallGraphFile } from './call-graph-file.ts';
import { type MetricTable, readMetricTable, type TableColumn } from './metric-table.ts';

/** The files that a diagnosis is made from. */
export interface PictureFiles {
  readonly metrics: string;
  readonly normal: string;
  /** Without one nothing is known of who calls whom. */
  readonly graph?: string;
}

/** Where a table has a single row nobody can tell how far rows lie apart: five minutes, CloudWatch's own default. */
const DEFAULT_PERIOD_SECONDS = 300;

/** Reads what is known of an incident. Throws InvalidInputError for files that are none of these. */
export async function readPicture(
  { metrics, normal, graph }: PictureFiles,
  notices: Notices,
): Promise<IncidentPicture> {
  const seen = await readMetricTable(metrics, notices);
  const usual = await readMetricTable(normal, notices);
  const calls = graph === undefined ? new Map() : await readCallGraphFile(graph, notices);
  return joinTables(seen, usual, calls);
}

/** The picture of an incident, from the table around it and one of normal life. */
export function joinTables(seen: MetricTable, usual: MetricTable, calls: CallGraph): IncidentPicture {
  const periodSeconds = stepSecondsOf(seen.stamps) ?? stepSecondsOf(usual.stamps) ?? DEFAULT_PERIOD_SECONDS;
  const usualColumns = new Map(usual.columns.map((column) => [keyOf(column), column]));
  const measures = new Map<string, Measure[]>();
  for (const column of seen.columns) {
    const own = measures.get(column.component) ?? [];
    const normal = usualColumns.get(keyOf(column));
    own.push({
      metric: column.metric,
      statistic: column.statistic,
      normal: courseOf(usual, normal),
      seen: courseOf(seen, column),
    });
    measures.set(column.component, own);
  }
  const components = [...measures].map(([name, own]): Component => ({ name, measures: own }));
  return { periodSeconds, components, calls };
}

function keyOf({ component, metric, statistic }: TableColumn): string {
  return `${component}\n${metric}\n${statistic}`;
}

function courseOf({ stamps }: MetricTable, column: TableColumn | undefined): Course {
  return column ? { stamps, values: column.values } : { stamps: [], values: [] };
}
