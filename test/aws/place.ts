// Where a test over AWS works: an account of its own in the emulator, so that no other test sees what it makes.

import { randomInt } from 'node:crypto';
import { describe, inject } from 'vitest';

/** Like `describe`, counted as skipped where there is no endpoint. */
export const describeAws = describe.skipIf(inject('awsEndpoint') === undefined);

/** Turns the credentials of this file's process into those of a fresh account, and returns its id. */
export function useFreshAccount(): string {
  const accountId = String(randomInt(100_000_000_000, 1_000_000_000_000 - 1));
  process.env['AWS_ACCESS_KEY_ID'] = accountId;
  return accountId;
}
