// `npm start`: builds the console when it is missing or older than its sources, then runs `medic start` with the
// arguments given after `--`.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const BUILT = 'dist/console/index.html';
const SOURCES = ['console/**/*.{ts,tsx,html,css}', 'src/contracts/**/*.ts', 'package-lock.json'];

function isStale(): boolean {
  if (!existsSync(BUILT)) return true;
  const builtAt = statSync(BUILT).mtimeMs;
  return globSync(SOURCES).some((file) => statSync(file).mtimeMs > builtAt);
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (isStale()) run('npx', ['vite', 'build', 'console', '--logLevel', 'warn']);
run(process.execPath, ['src/local/cli/medic.mjs', 'start', ...process.argv.slice(2)]);
