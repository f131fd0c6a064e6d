// `medic score`: how unusual every point of a recording is, judged as the loop would have judged it at the time.

import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './io.ts';
import { addPlotFlag, addSeriesFlags, runSeriesTask, type SeriesFlags } from './series-flags.ts';

interface ScoreCommandFlags extends SeriesFlags {
  readonly offline?: boolean;
  readonly budget?: number;
}

/** Adds `score`. */
export function addScoreCommand(program: Command, io: CliIo): void {
  const command = program
    .command('score')
    .summary('how unusual each point of a recording is')
    .description(
      'Scores every row of a CSV file, or of each file of a folder: timestamp,score,alarm,expected,lower,upper. ' +
        'Several value columns are judged together. Unless offline, a score uses nothing that came after its row.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic score --in latency.csv --out scores.csv --plot scores.png\n  $ medic score --in series/ --out scores/ --jobs 4',
    );
  addPlotFlag(addSeriesFlags(command))
    .option('--offline', 'let scores use later rows too; alarms never do')
    .option(
      '--budget <alarms>',
      'alarms of one series a week that are bearable, instead of a fixed bar',
      readBudget,
    )
    .action(({ offline = false, budget, ...flags }: ScoreCommandFlags) =>
      runSeriesTask(io, flags, {
        task: 'score',
        periodSeconds: flags.period,
        isOffline: offline,
        alarmsPerWeek: budget,
      }),
    );
}

function readBudget(text: string): number {
  const alarms = Number(text);
  if (!(alarms > 0)) throw new InvalidArgumentError('It has to be a number above 0, such as 1.');
  return alarms;
}
