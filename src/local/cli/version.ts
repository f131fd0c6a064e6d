// The version that `medic --version` tells: that of package.json.

import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const Manifest = z.object({ version: z.string() });

/** Reads the version of this checkout. */
export function readVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
