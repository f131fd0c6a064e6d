// `medic diagnose`: which component of a system caused an incident, from recorded metrics and the call graph.

import { type Command, InvalidArgumentError } from 'commander';
import type { Instant } from '#domain/ids.ts';
import { parseStamp } from '#local/series/stamp.ts';
import type { CliIo } from './io.ts';

interface DiagnoseFlags {
  readonly metrics: string;
  readonly normal: string;
  readonly graph?: string;
  readonly symptom?: string;
  readonly at?: Instant;
}

/** Adds `diagnose`. */
export function addDiagnoseCommand(program: Command, io: CliIo): void {
  program
    .command('diagnose')
    .summary('which component caused an incident')
    .description(
      'Ranks the components of a system as causes of an incident. Prints one JSON document: a list of ' +
        '{ node, score, evidence }, best first, or the text "no single cause". Metric files have the header rows ' +
        'microservice, metric, statistic; in the graph each row calls the columns that are not zero.',
    )
    .requiredOption('--metrics <file>', 'metrics around the incident')
    .requiredOption('--normal <file>', 'metrics of a period without trouble')
    .option('--graph <file>', 'who calls whom: a matrix, or a list with the columns Source and Target')
    .option('--symptom <node[:metric[:statistic]]>', 'where it was noticed')
    .option('--at <time>', 'when it began (epoch seconds or ISO 8601); estimated without it', moment)
    .addHelpText(
      'after',
      '\nExample:\n  $ medic diagnose --metrics incident.csv --normal normal.csv --graph graph.csv \\\n' +
        '      --symptom shop:latency --at 1767600000',
    )
    .action(async (flags: DiagnoseFlags) => {
      const { answer, messages } = await io.tasks.diagnose(flags);
      for (const message of messages) io.tell(`${message}\n`);
      io.out(`${JSON.stringify(answer, undefined, 2)}\n`);
    });
}

function moment(text: string): Instant {
  const at = parseStamp(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError('Give epoch seconds or an ISO 8601 time.');
}
