// Reads the Bitbrains machines: what failure prediction is trained and judged on. The folder is given by the caller;
// where the set comes from is said in models/training/README.md.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type RegularSeries, toRegularSeries } from '#domain/forecast/regular-series.ts';
import type { Instant } from '#domain/ids.ts';

/** Metrics and their columns; limits of the first two are what the models are judged on. */
export const MACHINE_METRICS = {
  cpu: 4,
  memory: 6,
  'disk-read': 7,
  'disk-write': 8,
  'network-in': 9,
  'network-out': 10,
} as const;
export type MachineMetric = keyof typeof MACHINE_METRICS;

export interface MachineSeries {
  readonly machine: string;
  readonly metric: MachineMetric;
  readonly series: RegularSeries;
}

const MONTH_FOLDER = '2013-7';
const PERIOD_SECONDS = 300;

/** The series of all machines in the folder of public data sets, each on a grid of five minutes. */
export function* readMachines(
  data: string,
  metrics: readonly MachineMetric[] = ['cpu', 'memory'],
): Generator<MachineSeries> {
  const folder = join(data, 'bitbrains', MONTH_FOLDER);
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).sort(
    (one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10),
  )) {
    const rows = readRows(join(folder, file));
    for (const metric of metrics) {
      const column = MACHINE_METRICS[metric];
      const points = rows.map((row) => ({ at: slotOf(row[0] ?? 0), value: row[column] }));
      const { series } = toRegularSeries(points, PERIOD_SECONDS);
      yield { machine: basename(file, '.csv'), metric, series };
    }
  }
}

/** Rows of numbers, separated by semicolons and tabs, in the order of time. */
function readRows(path: string): number[][] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(';').map(Number))
    .sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0));
}

/** Stamps are seconds; the machines were read a few seconds into each slot. */
function slotOf(seconds: number): Instant {
  return (Math.floor(seconds / PERIOD_SECONDS) * PERIOD_SECONDS * 1000) as Instant;
}
