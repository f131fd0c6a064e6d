// Writes docs/fleetmedic.schema.json, by which editors check and complete fleetmedic.yaml. A test compares the two.

import { writeFileSync } from 'node:fs';
import { settingsJsonSchema } from '#contracts/settings-schema.ts';

const file = new URL('../docs/fleetmedic.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(settingsJsonSchema(), undefined, 2)}\n`);
