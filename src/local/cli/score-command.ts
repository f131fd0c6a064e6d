// `medic score`: how unusual every point of a recording is, judged as the loop would have judged it at the time.

import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { addPlotFlag, addSeriesFlags, runSeriesTask, type SeriesFlags } from './series-flags.ts';

interface ScoreCommandFlags extends SeriesFlags {
  readonly offline?: boolean;
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
    .action(({ offline = false, ...flags }: ScoreCommandFlags) =>
      runSeriesTask(io, flags, { task: 'score', periodSeconds: flags.period, isOffline: offline }),
    );
}
