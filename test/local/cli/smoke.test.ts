import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('runs as a process of its own', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['src/local/cli/main.ts', '--help']);

  expect(stdout).toContain('Usage: medic');
  expect(stderr).toBe('');
});

it('runs under the name that npm installs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/local/cli/medic.mjs', '--version']);

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
