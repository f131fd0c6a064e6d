// Python packages, pinned, in a virtual environment of their own that git ignores.

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';

/** Downloads included. */
const INSTALL_TIMEOUT_MS = 600_000;

export interface PythonEnvironment {
  /** The folder of the virtual environment. */
  readonly folder: string;
  /** `name==version`, each exact. */
  readonly pins: readonly string[];
  /** What it is for, in messages. */
  readonly purpose: string;
}

/** The packages cannot be had on this machine; the message says what is missing. */
export class PythonUnavailableError extends Error {
  override readonly name = 'PythonUnavailableError';
}

/** Its folder of commands; installs what is missing. Throws a PythonUnavailableError. */
export function preparePython({ folder, pins, purpose }: PythonEnvironment): string {
  const commands = resolve(folder, 'bin');
  if (pins.every((pin) => isInstalled(folder, pin))) return commands;
  process.stdout.write(`Installing ${purpose} once: ${pins.join(' ')}\n`);
  install(purpose, ['python3', '-m', 'venv', folder], 'python3 with its venv module is needed');
  const python = resolve(commands, 'python');
  install(purpose, [python, '-m', 'pip', 'install', '--quiet', ...pins], 'pip needs the network');
  return commands;
}

function isInstalled(folder: string, pin: string): boolean {
  return globSync(`lib/python*/site-packages/${nameOnDisk(pin)}.dist-info`, { cwd: folder }).length > 0;
}

/** Packages are laid down under their name with underscores. */
function nameOnDisk(pin: string): string {
  const [name = '', version = ''] = pin.split('==');
  return `${name.replaceAll('-', '_')}-${version}`;
}

function install(purpose: string, [command = '', ...args]: readonly string[], need: string): void {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  });
  if (status === 0) return;
  const detail = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
  throw new PythonUnavailableError(`${purpose} cannot be installed here: ${need} (${detail})`);
}
