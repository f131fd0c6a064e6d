// The Python packages of the emulator, pinned, in a virtual environment of their own that git ignores.

import { resolve } from 'node:path';
import { PythonUnavailableError, preparePython } from '../python-environment.ts';

/** All that the emulator writes lies here. */
export const EMULATOR_FOLDER = resolve(import.meta.dirname, '../../.emulator');

/** Its CBOR clients need the second package and its token checks the third. Re-run the tests before moving a pin. */
const PINS = ['ministack==1.5.33', 'cbor2==6.2.1', 'cryptography==50.0.2'];

/** The emulator cannot be had on this machine; the message says what is missing. */
export class EmulatorUnavailableError extends Error {
  override readonly name = 'EmulatorUnavailableError';
}

/** The path of the emulator's command; installs it when it is missing. Throws an EmulatorUnavailableError. */
export function installEmulator(): string {
  try {
    const folder = resolve(EMULATOR_FOLDER, 'venv');
    return resolve(preparePython({ folder, pins: PINS, purpose: 'the AWS emulator' }), 'ministack');
  } catch (error) {
    if (error instanceof PythonUnavailableError) throw new EmulatorUnavailableError(error.message);
    throw error;
  }
}
