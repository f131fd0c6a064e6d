// `medic predict`: at every point of a recording, how likely the metric is to cross its limit soon, as could be said then.

import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './io.ts';
import { addSeriesFlags, runSeriesTask, type SeriesFlags } from './series-flags.ts';

interface PredictFlags extends SeriesFlags {
  readonly limit: number | 'auto';
}

/** Adds `predict`. */
export function addPredictCommand(program: Command, io: CliIo): void {
  const command = program
    .command('predict')
    .summary('how likely a metric is to cross its limit soon')
    .description(
      'Writes for every row the chances of exceeding the limit within 5, 15, 30 and 60 minutes, the minutes until half ' +
        'of the chance is used up (at most a week), and how sure that time is: ' +
        'timestamp,p05,p15,p30,p60,ttf_minutes,confidence. Nothing that came after a row is used for it.',
    )
    .requiredOption(
      '--limit <value>',
      'what it should not exceed; auto: p99 of its first third and a margin',
      readLimit,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic predict --in memory.csv --limit 90 --out p.csv\n  $ medic predict --in series/ --limit auto --out p/ --jobs 4',
    );
  addSeriesFlags(command).action((flags: PredictFlags) =>
    runSeriesTask(io, flags, { task: 'predict', periodSeconds: flags.period, limit: flags.limit }),
  );
}

function readLimit(text: string): number | 'auto' {
  if (text === 'auto') return 'auto';
  const limit = Number(text);
  if (text.trim() === '' || !Number.isFinite(limit))
    throw new InvalidArgumentError('It has to be a number, or auto.');
  return limit;
}
