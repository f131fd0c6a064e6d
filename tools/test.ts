// `npm test`: everything that passes or fails on this machine. Checks first, then all tests with the coverage bars, and
// beside them the emulator run, which mostly waits; then simulated days, which measuring coverage would make several times as
// long, and beside them the console in a real browser where there is one, or where one can be installed without asking.
// What could not run is counted as skipped, and the last line says how it went.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { EmulatorUnavailableError, installEmulator } from './emulator/install.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const LAST_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Show = (text: string) => void;

const show: Show = (text) => process.stdout.write(text);

/** Runs a command, shows what it says while it says it, and returns its exit code with its output. */
async function run(
  command: string,
  args: readonly string[],
  tell: Show = show,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(command, args, { stdio: ['inherit', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    tell(text);
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}

/** A check that is right or wrong as a whole. */
async function check(command: string, args: readonly string[]): Promise<Count> {
  const { code } = await run(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** A run of the test runner, as its own last line counts it. */
async function test(args: readonly string[], tell: Show = show): Promise<Count> {
  const { code, output } = await run('npx', ['vitest', 'run', ...args], tell);
  const [, passed = '0', failed = '1', skipped = '0'] = [...output.matchAll(LAST_LINE)].at(-1) ?? [];
  const counted = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** The browser from the system's packages, where this user may install them; otherwise its tests skip themselves. */
function fetchBrowser(): void {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (existsSync(CHROMIUM) || !mayInstall) return;
  process.stdout.write('No Chromium here: installing it with apt-get for the tests of the console.\n');
  const quiet = { stdio: 'ignore' } as const;
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    quiet,
  );
}

/** The emulator, where Python and the network are there; otherwise its tests skip themselves and say why. */
function fetchEmulator(): void {
  try {
    installEmulator();
  } catch (error) {
    if (!(error instanceof EmulatorUnavailableError)) throw error;
    show(`${error.message}\n`);
  }
}

/** Told at its end, so that two runs at once can be read. */
async function testQuietly(args: readonly string[]): Promise<Count> {
  const told: string[] = [];
  const count = await test(args, (text) => told.push(text));
  show(told.join(''));
  return count;
}

fetchBrowser();
fetchEmulator();
const counts = [
  await check('npm', ['run', '--silent', 'check']),
  await check('npm', ['run', '--silent', 'build:console']),
  ...(await Promise.all([
    test(['--project', 'unit', '--project', 'aws', '--coverage']),
    testQuietly(['--project', 'emulator', '--maxWorkers', '2']),
  ])),
  ...(await Promise.all([
    test(['--project', 'e2e']),
    testQuietly(['--project', 'days', '--maxWorkers', '1']),
  ])),
];
const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
const skipped = sum((count) => count.skipped);
process.stdout.write(
  `\n${sum((count) => count.passed)} passed, ${sum((count) => count.failed)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exit(sum((count) => count.failed) === 0 ? 0 : 1);
