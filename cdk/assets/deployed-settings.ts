// The settings that go with every function: fleetmedic.yaml as it was judged at synth. A bad one never gets deployed.

import { existsSync, readFileSync } from 'node:fs';
import type { Settings } from '#contracts/settings.ts';
import { parseSettings } from '#contracts/settings-document.ts';
import { DEFAULT_PATH } from '../options.ts';

/** The least document there is: its one service has nothing that is measured, so nothing is ever read. */
const LEAST = 'version: 1\nservices:\n  - id: nothing-yet\n    resources: [external-dependency/none/none]\n';

/** The settings in the file; without the default file, those that observe and watch nothing. Throws for bad settings. */
export function readDeployedSettings(path: string): Settings {
  if (existsSync(path)) return parseSettings(readFileSync(path, 'utf8'), path);
  if (path === DEFAULT_PATH) return parseSettings(LEAST, 'the defaults');
  throw new Error(
    `There are no settings in ${path}: correct -c settings=<path>, or leave it out to deploy without`,
  );
}
