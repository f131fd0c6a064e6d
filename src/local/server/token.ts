// The local token: made once per data folder, readable by its owner alone, and the root of every secret of the process.

import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError } from '#domain/errors.ts';

const TOKEN_FILE = 'token';
const TOKEN_BYTES = 32;
/** Owner may read and write; nobody else anything. */
const OWNER_ONLY = 0o600;

/** The token of a data folder, made when it has none; a fresh one for a run without a folder. */
export function localToken(dataFolder: string | undefined): string {
  if (dataFolder === undefined) return newToken();
  const file = join(dataFolder, TOKEN_FILE);
  if (!existsSync(file)) writeFileSync(file, `${newToken()}\n`, { mode: OWNER_ONLY });
  const token = readFileSync(file, 'utf8').trim();
  if (token.length < TOKEN_BYTES) {
    throw new InvalidInputError(
      `The token in ${file} is too short to be one: delete the file, a new one is made at start`,
    );
  }
  return token;
}

/** A secret for one purpose, from which the token cannot be learned. */
export function deriveSecret(token: string, purpose: string): string {
  return createHmac('sha256', token).update(purpose).digest('hex');
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
