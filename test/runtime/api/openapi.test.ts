import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENDPOINTS } from '#contracts/api/endpoints.ts';
import { describeApi } from '#runtime/api/openapi.ts';

it('the OpenAPI file is what the contract says; after a change run `npm run openapi`', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

  const written = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

  expect(written).toEqual(JSON.parse(JSON.stringify(describeApi(version))));
});

it('the OpenAPI file refers only to schemas that it has, and knows every endpoint', () => {
  const text = readFileSync('docs/openapi.json', 'utf8');
  const document = JSON.parse(text);

  const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');

  expect(named.filter((name) => !(name in document.components.schemas))).toEqual([]);
  expect(Object.keys(document.paths)).toEqual([...new Set(Object.values(ENDPOINTS).map(({ path }) => path))]);
});
