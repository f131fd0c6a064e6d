// Reads fleetmedic.yaml for commands that look at a real account.

import type { Settings } from '#contracts/settings.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

export const DEFAULT_SETTINGS_FILE = 'fleetmedic.yaml';

/**
 * The settings of a file that was named, or of the default file where there is one; undefined where there is neither.
 * Throws an InvalidInputError with every place and remedy, and a CliError for a named file that is not there.
 */
export async function readSettingsFile(io: CliIo, named: string | undefined): Promise<Settings | undefined> {
  const path = named ?? DEFAULT_SETTINGS_FILE;
  const text = await io.readText(path);
  if (text !== undefined) {
    const { parseSettings } = await import('#contracts/settings-document.ts');
    return parseSettings(text, path);
  }
  if (named === undefined) return undefined;
  throw new CliError(`${path} cannot be read; check the path given with --settings.`, EXIT.usage);
}
