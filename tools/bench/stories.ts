// npm run stories: days of the simulated shop in mode auto, one a seed, held against the bars that Fleetmedic has set
// itself. Exit code 1 when one is missed.
//   npm run stories -- [--from 1] [--to 20] [--hours 24] [--json]

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import Table from 'cli-table3';
import type { DemoReport } from '#local/demo/report.ts';

/** Each takes a core and about 200 MiB. */
const WORKERS = 2;
const LEAST_DETECTED = 0.9;
const MOST_FALSE_PER_SERVICE_DAY = 0.2;
const LEAST_REMEDIED = 0.8;

interface Story {
  readonly seed: number;
  readonly report: DemoReport;
}

interface Bar {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
  readonly isMet: boolean;
}

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '20' },
    hours: { type: 'string', default: '24' },
    json: { type: 'boolean', default: false },
  },
});
const [from, to, hours] = [Number(values.from), Number(values.to), Number(values.hours)];
if (![from, to].every(Number.isInteger) || from > to || !(hours > 0)) {
  console.error(`Cannot run seeds ${values.from} to ${values.to} for ${values.hours} hours`);
  process.exit(2);
}

const stories = await tellStories(
  Array.from({ length: to - from + 1 }, (_, index) => from + index),
  hours,
);
const bars = holdAgainstBars(stories);
console.log(values.json ? JSON.stringify({ hours, stories, bars }, null, 2) : describe(stories, bars));
process.exitCode = bars.every(({ isMet }) => isMet) ? 0 : 1;

/** The reports of all seeds, in their order. */
async function tellStories(seeds: readonly number[], hours: number): Promise<readonly Story[]> {
  const waiting = [...seeds];
  const told: Story[] = [];
  const tellSome = async (): Promise<void> => {
    const worker = new Worker(new URL('./story-worker.ts', import.meta.url));
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      console.error(`seed ${seed} ...`);
      worker.postMessage({ seed, hours });
      const report: DemoReport = (await once(worker, 'message'))[0];
      told.push({ seed, report });
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: WORKERS }, tellSome));
  return told.sort((one, other) => one.seed - other.seed);
}

/** What all stories come to. */
function addUp(stories: readonly Story[]) {
  const sum = (of: (report: DemoReport) => number) =>
    stories.reduce((total, { report }) => total + of(report), 0);
  return {
    detected: share(
      sum(({ incidents }) => incidents.detected),
      sum(({ incidents }) => incidents.injected),
    ),
    falsePerServiceDay:
      sum(({ incidents }) => incidents.falseIncidents) / sum(({ serviceDays }) => serviceDays),
    remedied: share(
      sum(({ faults }) => faults.resolvedWithoutPerson),
      sum(({ faults }) => faults.withRemedy),
    ),
    worseSeeds: stories.filter(({ report }) => !isBest(report)).map(({ seed }) => seed),
    violations: sum(countViolations),
  };
}

function holdAgainstBars(stories: readonly Story[]): readonly Bar[] {
  const { detected, falsePerServiceDay, remedied, worseSeeds, violations } = addUp(stories);
  return [
    {
      name: 'faults detected',
      value: percent(detected),
      aim: `at least ${percent(LEAST_DETECTED)}`,
      isMet: detected >= LEAST_DETECTED,
    },
    {
      name: 'false incidents per service and day',
      value: falsePerServiceDay.toFixed(3),
      aim: `at most ${MOST_FALSE_PER_SERVICE_DAY}`,
      isMet: falsePerServiceDay <= MOST_FALSE_PER_SERVICE_DAY,
    },
    {
      name: 'faults with a remedy that ended without a person',
      value: percent(remedied),
      aim: `at least ${percent(LEAST_REMEDIED)}`,
      isMet: remedied >= LEAST_REMEDIED,
    },
    {
      name: 'seeds in which another did as well or better',
      value: worseSeeds.join(', ') || 'none',
      aim: 'none',
      isMet: worseSeeds.length === 0,
    },
    { name: 'violations of invariants', value: `${violations}`, aim: '0', isMet: violations === 0 },
  ];
}

function describe(stories: readonly Story[], bars: readonly Bar[]): string {
  const style = { head: [], border: [], compact: true };
  const rows = new Table({
    head: [
      'Seed',
      'Found',
      'False',
      'Remedied',
      'Acts',
      'Failed',
      'Person',
      'Platform',
      'Nobody',
      'Best',
      'Broken',
    ],
    style,
  });
  for (const story of stories) rows.push(rowOf(story));
  const totals = new Table({ head: ['Over all seeds', 'Value', 'Aim', 'Met'], style });
  for (const { name, value, aim, isMet } of bars) totals.push([name, value, aim, yesOrNo(isMet)]);
  return `${rows}\n${totals}`;
}

function rowOf({ seed, report }: Story): string[] {
  const { incidents, faults, failedRequestShare: failed } = report;
  return [
    `${seed}`,
    `${incidents.detected}/${incidents.injected}`,
    `${incidents.falseIncidents}`,
    `${faults.resolvedWithoutPerson}/${faults.withRemedy}`,
    `${report.mutations}`,
    percent(failed.fleetmedic),
    percent(failed.staticAlarmsAndPerson),
    percent(failed.platformOnly),
    percent(failed.nobody),
    yesOrNo(isBest(report)),
    `${countViolations(report)}`,
  ];
}

/** Whether fewer requests failed than with each of the three others. */
function isBest({ failedRequestShare }: DemoReport): boolean {
  const { fleetmedic, ...others } = failedRequestShare;
  return Object.values(others).every((other) => fleetmedic < other);
}

function countViolations({ invariantViolations }: DemoReport): number {
  return Object.values(invariantViolations).reduce((total, count) => total + count, 0);
}

/** All of nothing: a story without faults misses none. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function percent(value: number | undefined): string {
  return value === undefined ? '-' : `${(100 * value).toFixed(2)} %`;
}

function yesOrNo(isSo: boolean): string {
  return isSo ? 'yes' : 'NO';
}
