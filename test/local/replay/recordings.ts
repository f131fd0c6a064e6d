// Recordings that tests write to a folder of their own: plain CSV, and a PetShop-like one with a shop, a search that it
// calls, and issues of the search.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { noiseOf } from '../../domain/detection/shop.ts';

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medic-replay-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, its folders included, and answers its path. */
export async function writeIn(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** 1 May 2023, 00:00 UTC. */
export const RECORDED_AT = Date.UTC(2023, 4, 1) / 1000;
export const PERIOD = 300;
const COMPONENTS = ['shop', 'search_AWS::ECS::Fargate', 'mail/out_remote'] as const;
const COLUMNS = [
  ['latency', 'Average'],
  ['latency', 'p50'],
  ['latency', 'p99'],
  ['requests', 'Sum'],
  ['availability', 'Average'],
] as const;

interface Row {
  readonly p99: number;
  readonly availability: number;
}

/** A metrics file with three header rows; `ill` periods are those in which the search, and with it the shop, is slow. */
export function metricsFile(from: number, periods: number, ill: ReadonlySet<number> = new Set()): string {
  const noise = noiseOf(from % 1000);
  const wide = COLUMNS.flatMap((column) => COMPONENTS.map((name) => ({ name, column })));
  const headers = [
    ['microservice', ...wide.map(({ name }) => name)],
    ['metric', ...wide.map(({ column }) => column[0])],
    ['statistic', ...wide.map(({ column }) => column[1])],
    ['unix_timestamp', ...wide.map(() => '')],
  ];
  const rows = Array.from({ length: periods }, (_, period) => {
    const values = COMPONENTS.map((name) => rowOf(name, ill.has(period), noise()));
    return [
      `${from + period * PERIOD}.0`,
      ...values.map(({ p99 }) => p99 / 3),
      ...values.map(({ p99 }) => p99 / 4),
      ...values.map(({ p99 }) => p99),
      ...values.map(() => 600 + Math.round(10 * noise())),
      ...values.map(({ availability }) => availability),
    ];
  });
  return [...headers, ...rows].map((row) => row.join(',')).join('\n');
}

function rowOf(name: string, isIll: boolean, noise: number): Row {
  const suffers = isIll && name !== 'mail/out_remote';
  return { p99: (suffers ? 3 : 0.2) * (1 + 0.02 * noise), availability: 100 };
}

/** The call graph: the shop calls the search, and something that was never measured. */
export const GRAPH = [
  `,${COMPONENTS.join(',')},ghost`,
  'shop,0.0,1.0,1.0,1.0',
  'search_AWS::ECS::Fargate,0.0,0.0,0.0,0.0',
].join('\n');

export function targetFile(timestamp: number, cause = 'search_AWS::ECS::Fargate'): string {
  return JSON.stringify({
    target: { node: 'shop', metric: 'latency', agg: 'Average', timestamp },
    root_cause: { node: cause, metric: null },
    metadata: {},
  });
}

/** A folder with a day and an hour of normal life, and two issues months before at odd times of day. */
export async function writePetshop(folder: string): Promise<string> {
  await writeIn(folder, 'noissue/metrics.csv', metricsFile(RECORDED_AT, 300));
  await writeIn(folder, 'graph.csv', GRAPH);
  const issueFrom = RECORDED_AT - 100 * 86_400 + 8 * 3600 + 120;
  const calmFrom = issueFrom + 2 * 3600;
  await writeIn(folder, 'train/issue_0/metrics.csv', metricsFile(issueFrom, 5, new Set([2, 3])));
  await writeIn(folder, 'train/issue_0/target.json', targetFile(issueFrom + 2 * PERIOD));
  await writeIn(folder, 'train/issue_10/metrics.csv', metricsFile(calmFrom, 5));
  await writeIn(folder, 'train/issue_10/target.json', targetFile(calmFrom + 2 * PERIOD));
  return join(folder, 'train');
}
