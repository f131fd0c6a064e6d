// `medic capacity`: how many tasks the coming week needs, in which steps to get there, and what they cost.

import type { Command } from 'commander';
import type { CapacityHour } from '#domain/forecast/capacity-plan.ts';
import type { CapacityOptions, CapacityReport } from '#local/forecast/capacity-file.ts';
import { addServerFlags, type ServerFlags } from './connection.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines, writeTable } from './output.ts';
import { tellOutlook } from './tell-outlook.ts';
import { numberBetween, wholeNumber } from './values.ts';

interface CapacityFlags extends ServerFlags {
  readonly in?: string;
  readonly capacity?: number;
  readonly tasks?: number;
  readonly vcpus: number;
  readonly memory: number;
  readonly headRoom: number;
  readonly step: number;
}

const MOST_TASKS = 10_000;
const LARGEST_TASK_VCPUS = 16;
const LARGEST_TASK_GB = 120;

/** Adds `capacity`. */
export function addCapacityCommand(program: Command, io: CliIo): void {
  const command = program
    .command('capacity')
    .summary('how many tasks the coming week needs')
    .description(
      'Shows the coming demand of the services of a running server, the tasks that it needs, and how far earlier ' +
        'forecasts came true. With --in it forecasts a recording instead. Plans one step up an hour, early enough, so ' +
        'that demand is met in 95 of 100 hours, and never a step down: a forecast alone is no reason.',
    )
    .optionsGroup('Recording:')
    .option('--in <file>', 'demand, such as requests a second (timestamp,value)')
    .option('--capacity <demand>', 'what one task serves, in the same unit', numberBetween(1e-9, 1e12))
    .option('--tasks <count>', 'tasks there are now', wholeNumber(1, MOST_TASKS))
    .option('--vcpus <count>', 'of one task', numberBetween(0.25, LARGEST_TASK_VCPUS), 0.5)
    .option('--memory <gb>', 'of one task', numberBetween(0.5, LARGEST_TASK_GB), 1)
    .option('--head-room <share>', 'part of the capacity that stays free', numberBetween(0, 0.9), 0.2)
    .option('--step <tasks>', 'tasks added in one hour at most', wholeNumber(1, MOST_TASKS), 1)
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic capacity\n  $ medic capacity --in requests.csv --capacity 120 --tasks 4',
    );
  addServerFlags(command).action((flags: CapacityFlags) =>
    flags.in === undefined ? tellOutlook(io, flags) : tellCapacity(io, toOptions(flags, flags.in), flags),
  );
}

async function tellCapacity(io: CliIo, options: CapacityOptions, { json }: CapacityFlags): Promise<void> {
  const report = await io.tasks.planCapacity(options);
  for (const notice of report.notices) io.tell(`${notice}\n`);
  if (json) writeJson(io, report);
  else show(io, report, options.presentTasks);
}

/** Throws CliError when a recording is given without what it is to be judged by. */
function toOptions(
  { capacity, vcpus, memory, tasks, headRoom, step }: CapacityFlags,
  input: string,
): CapacityOptions {
  if (capacity === undefined || tasks === undefined)
    throw new CliError('A recording needs --capacity and --tasks to be planned by.', EXIT.usage);
  return {
    input,
    unit: { capacity, vcpus, memoryGb: memory },
    presentTasks: tasks,
    headRoom,
    largestStep: step,
  };
}

function show(io: CliIo, report: CapacityReport, presentTasks: number): void {
  const { hours, steps } = report;
  const peak = hours.reduce((one, other) => (other.neededTasks > one.neededTasks ? other : one));
  writeLines(io, [
    `${spanOf(hours)}: at most ${peak.neededTasks} tasks are needed, at ${toText(peak.at)}; there are ${presentTasks}`,
  ]);
  const rows = steps.map(({ at, fromTasks, toTasks }) => [toText(at), String(fromTasks), String(toTasks)]);
  if (rows.length > 0) writeTable(io, ['When', 'From', 'To'], rows);
  writeLines(io, [...describeCost(report), ...describeTrouble(report)]);
}

function spanOf(hours: readonly CapacityHour[]): string {
  return [hours[0], hours.at(-1)].map((hour) => toText(hour?.at ?? 0)).join(' to ');
}

function describeCost({ addedCost, spareTaskHours }: CapacityReport): readonly string[] {
  const { month, region } = addedCost.prices;
  return [
    `Added cost of the week: $${addedCost.dollars.toFixed(2)} (prices of ${month}, ${region})`,
    `Task hours that no demand asks for: ${Math.round(spareTaskHours)}; scaling in follows measured load, never a forecast`,
  ];
}

function describeTrouble({ shortAt, spike }: CapacityReport): readonly string[] {
  const lines: string[] = [];
  if (shortAt !== undefined)
    lines.push(`Too late for ${toText(shortAt)} at this step: allow more tasks an hour`);
  if (spike !== null) {
    const { peak, spikeAt, tasks, actBy } = spike;
    lines.push(
      `A spike to ${Number(peak.toPrecision(3))} at ${toText(spikeAt)}: ask for ${tasks} tasks by ${toText(actBy)}`,
    );
  }
  return lines;
}

function toText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
