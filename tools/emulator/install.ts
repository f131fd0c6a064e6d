// The Python packages of the emulator, pinned, in a virtual environment of their own that git ignores.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { resolve } from 'node:path';

/** All that the emulator writes lies here. */
export const EMULATOR_FOLDER = resolve(import.meta.dirname, '../../.emulator');

/** Its CBOR clients need the second package and its token checks the third. Re-run the tests before moving a pin. */
const PINS = ['ministack==1.5.33', 'cbor2==6.2.1', 'cryptography==50.0.2'];
const VENV = resolve(EMULATOR_FOLDER, 'venv');
/** Downloads included. */
const INSTALL_TIMEOUT_MS = 180_000;

/** The emulator cannot be had on this machine; the message says what is missing. */
export class EmulatorUnavailableError extends Error {
  override readonly name = 'EmulatorUnavailableError';
}

/** The path of the emulator's command; installs it when it is missing. Throws an EmulatorUnavailableError. */
export function installEmulator(): string {
  const command = resolve(VENV, 'bin/ministack');
  if (isInstalled(command)) return command;
  process.stdout.write(`Installing the AWS emulator once: ${PINS.join(' ')}\n`);
  install('python3', ['-m', 'venv', VENV], 'python3 with its venv module is needed');
  install(resolve(VENV, 'bin/python'), ['-m', 'pip', 'install', '--quiet', ...PINS], 'pip needs the network');
  return command;
}

function isInstalled(command: string): boolean {
  if (!existsSync(command)) return false;
  return PINS.every((pin) => {
    const folder = `${pin.replace('==', '-')}.dist-info`;
    return globSync(`lib/python*/site-packages/${folder}`, { cwd: VENV }).length > 0;
  });
}

function install(command: string, args: readonly string[], need: string): void {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  });
  if (status === 0) return;
  const detail = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
  throw new EmulatorUnavailableError(`The AWS emulator cannot be installed here: ${need} (${detail})`);
}
