// Commands that act are dry runs unless they are meant: by --yes, or by a word that a person types.

import type { Command } from 'commander';
import type { CliIo } from './io.ts';

export interface ConsentFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds the flags by which an act is meant or not. */
export function addConsentFlags(command: Command): Command {
  return command
    .optionsGroup('Consent:')
    .option('--yes', 'do it without asking')
    .option('--dry-run', 'only say what would be done (the default where nobody can be asked)');
}

/** Whether to do what was shown. A person types the word; without a person and without --yes it stays a dry run. */
export async function isMeant(
  io: CliIo,
  flags: ConsentFlags,
  { word, act }: { readonly word: string; readonly act: string },
): Promise<boolean> {
  if (flags.yes && !flags.dryRun) return true;
  if (io.isTerminal && !flags.json && !flags.dryRun) {
    const typed = await io.ask(`Type ${word} to ${act}, or anything else to leave it: `);
    if (typed.trim() === word) return true;
    io.tell('Nothing was done.\n');
    return false;
  }
  io.tell(`Dry run: nothing was done. Add --yes to ${act}.\n`);
  return false;
}
