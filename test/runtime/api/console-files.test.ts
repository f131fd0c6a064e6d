import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeWorld } from './world.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'console-files-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Fleetmedic</title>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {};');
  return folder;
}

it('serves the page to anybody, to be asked for again each time', async () => {
  const { get } = makeWorld({ consoleFolder: makeFolder() });

  const response = await get('/', {});

  expect(await response.text()).toContain('Fleetmedic');
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('cache-control')).toBe('no-cache');
});

it('serves assets with their type, to be kept', async () => {
  const { get } = makeWorld({ consoleFolder: makeFolder() });

  const response = await get('/assets/main-1a2b.js', {});

  expect(response.headers.get('content-type')).toContain('javascript');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

it.each(['/missing.js', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
  'serves nothing outside of its folder: %s',
  async (path) => {
    const { get } = makeWorld({ consoleFolder: makeFolder() });

    expect((await get(path, {})).status).toBe(404);
  },
);
