// Reader of Nezha recordings (Yu et al., FSE 2023): the metrics of each pod and the calls between services, brought to
// the table shape that `medic diagnose` reads. https://github.com/IntelligentDDS/Nezha

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { CallGraph } from '#domain/cause/component.ts';
import { Instant } from '#domain/ids.ts';
import { readCallGraphFile } from '#local/cause/call-graph-file.ts';
import type { MetricTable, TableColumn } from '#local/cause/metric-table.ts';
import { makeNotices } from '#local/replay/notices.ts';
import { readRows } from '#local/series/csv-rows.ts';
import { parseStamp } from '#local/series/stamp.ts';
import { parseValue } from '#local/series/values.ts';

const FaultList = z.record(
  z.string(),
  z.array(z.object({ inject_time: z.string(), inject_pod: z.string(), inject_type: z.string() })),
);

/** One injected fault. */
export interface NezhaFault {
  readonly at: Instant;
  readonly service: string;
  readonly kind: string;
}

/** One day of recordings. */
export interface NezhaDay {
  readonly table: MetricTable;
  readonly calls: CallGraph;
  readonly faults: readonly NezhaFault[];
}

const LABEL_COLUMNS = new Set(['Time', 'TimeStamp', 'PodName']);
const MINUTE_MS = 60_000;
/** Of `2022-08-22 03:51:19`; the column of epoch seconds has a wrong digit in one file of 2022-08-22. */
const DATE_LENGTH = 19;

/** Reads a day. Pods become the services they belong to, and every moment is rounded to its minute. */
export async function readNezhaDay(folder: string): Promise<NezhaDay> {
  const metricFolder = join(folder, 'metric');
  const files = (await readdir(metricFolder)).filter((file) => file.endsWith('_metric.csv')).sort();
  const pods = await Promise.all(files.map((file) => readPod(join(metricFolder, file))));
  const notices = makeNotices();
  const calls = await readCallGraphFile(join(metricFolder, 'dependency.csv'), notices);
  return { table: joinPods(pods), calls, faults: await readFaults(folder) };
}

/** The service that a pod belongs to: `cartservice-579f59597d-wc2lz` without its last two parts. */
export function serviceOfPod(pod: string): string {
  return pod.split('-').slice(0, -2).join('-');
}

async function readFaults(folder: string): Promise<readonly NezhaFault[]> {
  const file = (await readdir(folder)).find((name) => name.endsWith('fault_list.json')) ?? 'fault_list.json';
  const list = FaultList.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  return Object.values(list)
    .flat()
    .map(({ inject_time: time, inject_pod: pod, inject_type: kind }) => ({
      at: Instant.parse(Date.parse(`${time.replace(' ', 'T')}Z`)),
      service: serviceOfPod(pod),
      kind,
    }))
    .toSorted((one, other) => one.at - other.at);
}

interface Pod {
  readonly service: string;
  readonly metrics: readonly string[];
  /** Values by minute. */
  readonly rows: ReadonlyMap<number, readonly (number | undefined)[]>;
}

async function readPod(path: string): Promise<Pod> {
  let header: readonly string[] = [];
  let service = '';
  const rows = new Map<number, readonly (number | undefined)[]>();
  for await (const { fields } of readRows(path)) {
    if (header.length === 0) {
      header = fields;
      continue;
    }
    service = serviceOfPod(fields[header.indexOf('PodName')] ?? '');
    const at = parseStamp((fields[header.indexOf('Time')] ?? '').slice(0, DATE_LENGTH));
    if (at === undefined) continue;
    const values = fields
      .filter((_field, index) => !LABEL_COLUMNS.has(header[index] ?? ''))
      .map((text) => {
        const value = parseValue(text);
        return typeof value === 'number' ? value : undefined;
      });
    rows.set(Math.floor(at / MINUTE_MS) * MINUTE_MS, values);
  }
  return { service, metrics: header.filter((name) => !LABEL_COLUMNS.has(name)), rows };
}

function joinPods(pods: readonly Pod[]): MetricTable {
  const stamps = [...new Set(pods.flatMap(({ rows }) => [...rows.keys()]))].sort((a, b) => a - b);
  const columns = pods.flatMap(({ service, metrics, rows }) =>
    metrics.map(
      (metric, index): TableColumn => ({
        component: service,
        metric,
        statistic: 'value',
        values: stamps.map((at) => rows.get(at)?.[index]),
      }),
    ),
  );
  return { stamps: stamps.map((at) => Instant.parse(at)), columns };
}
