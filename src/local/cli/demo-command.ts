// `medic demo`: hours of simulated incidents in seconds, without an account.

import type { Command } from 'commander';
import type { Mode } from '#domain/mode/mode.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson, writeLines } from './output.ts';
import { mode, numberBetween, wholeNumber } from './values.ts';

interface DemoFlags {
  readonly seed: number;
  readonly hours: number;
  readonly mode: Mode;
  readonly services: number;
  readonly faultsPerDay: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** A seed is an unsigned number of 32 bits. */
export const LARGEST_SEED = 4_294_967_295;
/** A month; more takes minutes and shows nothing new. */
const MOST_HOURS = 744;
const MOST_SERVICES = 500;
const MOST_FAULTS_PER_DAY = 200;

/** Adds `demo`. */
export function addDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .summary('heal a simulated fleet, and compare with others')
    .description(
      'Simulates a fleet with injected faults in virtual time, lets the loop heal it, and compares with nobody, with ' +
        'static alarms and a person, and with the platform alone. The same seed gives the same figures.',
    )
    .option('--seed <n>', 'which story is told', wholeNumber(0, LARGEST_SEED), 1)
    .option('--hours <n>', 'simulated hours', wholeNumber(1, MOST_HOURS), 24)
    .option('--mode <mode>', 'observe, suggest, approve or auto', mode, 'auto')
    .option('--services <n>', 'services of the fleet', wholeNumber(1, MOST_SERVICES), 12)
    .option('--faults-per-day <n>', 'faults over the whole fleet', numberBetween(0, MOST_FAULTS_PER_DAY), 8)
    .option('--quiet', 'no progress on stderr')
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic demo --seed 7\n  $ medic demo --hours 72 --mode approve --json',
    )
    .action(async ({ quiet, json, ...options }: DemoFlags) => {
      const onProgress = (line: string) => io.tell(`${line}\n`);
      const answer = await io.tasks.runDemo({ ...options, ...(!quiet && { onProgress }) });
      if (json) writeJson(io, answer.report);
      else writeLines(io, answer.lines);
      if (!answer.isSound) throw new CliError('A safety rule was broken; see the report.', EXIT.failure);
      if (!json && !quiet) suggest(io, 'medic start', `medic demo --seed ${options.seed + 1}`);
    });
}
