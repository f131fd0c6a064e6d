// `medic classify`: what kind of error a log line tells of, and how bad it is.

import type { Command } from 'commander';
import type { ErrorEvent } from '#domain/error-class/error-class.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines } from './output.ts';
import { sentence } from './values.ts';

/** Adds `classify`. */
export function addClassifyCommand(program: Command, io: CliIo): void {
  program
    .command('classify')
    .summary('what kind of error a line tells of')
    .description(
      'Tells the category (timeout, connection, throttling, capacity, access, configuration, data, defect) and the ' +
        'severity (fatal, critical, error, warning, info) of an error message.',
    )
    .argument('<message>', 'the text of the error', sentence)
    .option('--code <code>', 'a status, an exception name or a code of the vendor')
    .option('--source <source>', 'who said it')
    .addHelpText(
      'after',
      '\nExample:\n  $ medic classify "too many clients already" --code 53300 --source postgres',
    )
    .action(async (message: string, { json, ...event }: Omit<ErrorEvent, 'message'> & { json?: boolean }) => {
      const found = await io.tasks.classifyError({ message, ...event });
      if (json) return writeJson(io, found);
      const { category, severity, pageSeverity, categoryConfidence, severityConfidence } = found;
      writeLines(io, [
        `${category} (${percent(categoryConfidence)}), ${severity} (${percent(severityConfidence)}); ` +
          `a page would say ${pageSeverity}`,
      ]);
    });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
