// npm run bench: the figures of this checkout on this machine, each beside something that everybody knows.
//   npm run bench -- [--date 2026-11-22] [--only stores] [--json]

import { arch, cpus, platform, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { cost } from './cost.ts';
import { detection } from './detection-figures.ts';
import type { Benchmark, Figure } from './figure.ts';
import { fleet } from './fleet.ts';
import { interpreter } from './interpreter.ts';
import { recovery } from './recovery.ts';
import { stores } from './stores.ts';

const BENCHMARKS: readonly Benchmark[] = [interpreter, stores, recovery, detection, fleet, cost];
const BYTES_PER_GIB = 2 ** 30;

const { values } = parseArgs({
  options: { date: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const chosen = BENCHMARKS.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(
    `There is no benchmark ${values.only}; there are ${BENCHMARKS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const figures: Figure[] = [];
for (const benchmark of chosen) {
  console.error(`measuring ${benchmark.name} ...`);
  figures.push(...(await benchmark.measure()));
}
const run = {
  machine: describeMachine(),
  node: process.versions.node,
  date: values.date ?? 'not given',
  figures,
};
console.log(values.json ? JSON.stringify(run, null, 2) : describeRun(run));

function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / BYTES_PER_GIB);
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}`;
}

function describeRun({ machine, node, date }: typeof run): string {
  const table = new Table({
    head: ['Figure', 'Value', 'Unit', 'Of the baseline', 'Aim'],
    style: { head: [], border: [] },
  });
  for (const { name, value, unit, baseline, aim } of figures) {
    const share = baseline ? `${Math.round((value / baseline.value) * 100)} % of ${baseline.what}` : '-';
    table.push([name, formatNumber(value), unit, share, aim]);
  }
  return `${machine}\nNode ${node}, ${date}\n${table}`;
}

/** Three significant digits: more is noise. */
function formatNumber(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}
