// Writes docs/openapi.json from the contract. A test compares the two; run this after a change of the API.

import { readFileSync, writeFileSync } from 'node:fs';
import { describeApi } from '#runtime/api/openapi.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync('docs/openapi.json', `${JSON.stringify(describeApi(version), null, 2)}\n`);
