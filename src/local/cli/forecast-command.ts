// `medic forecast`: what a recording is to be expected to do next, with how sure that is.

import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './io.ts';
import { addSeriesFlags, runSeriesTask, type SeriesFlags } from './series-flags.ts';

interface ForecastFlags extends SeriesFlags {
  readonly horizon: number;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };
/** Further ahead nothing is known. */
const LONGEST_MINUTES = 5 * 10_080;

/** Adds `forecast`. */
export function addForecastCommand(program: Command, io: CliIo): void {
  const command = program
    .command('forecast')
    .summary('what a recording will do next')
    .description(
      'Writes a row for each period after the last one of the file, up to the horizon: timestamp,q10,q50,q90. One in ten ' +
        'values is to be expected below q10, half below q50, nine in ten below q90.',
    )
    .requiredOption('--horizon <time>', 'how far ahead, such as 60m, 24h, 7d', readHorizon)
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic forecast --in requests.csv --out forecast.csv --horizon 60m\n  $ medic forecast --in series/ --out forecasts/ --horizon 7d --jobs 4',
    );
  addSeriesFlags(command).action((flags: ForecastFlags) =>
    runSeriesTask(io, flags, {
      task: 'forecast',
      periodSeconds: flags.period,
      horizonMinutes: flags.horizon,
    }),
  );
}

/** Minutes; a bare number is minutes. */
function readHorizon(text: string): number {
  const [, count, unit = 'm'] = /^(\d+(?:\.\d+)?)\s*([smhdw])?$/.exec(text) ?? [];
  const minutes = Number(count) * (UNIT_MINUTES[unit] ?? 0);
  if (minutes > 0 && minutes <= LONGEST_MINUTES) return minutes;
  throw new InvalidArgumentError('Give a time such as 60m, 24h or 7d, of at most five weeks.');
}
