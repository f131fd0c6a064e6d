// The pause before something that met a busy table is tried again.

import { setTimeout as wait } from 'node:timers/promises';

/** A transaction is over in some ten milliseconds; whoever waits this long finds it gone. */
const STEP_MS = 20;
const LONGEST_MS = 500;

/** Waits longer the more attempts were in vain: 20, 40, 80, .. 500 ms. */
export async function pauseAfter(attempts: number): Promise<void> {
  await wait(Math.min(LONGEST_MS, STEP_MS * 2 ** (attempts - 1)));
}
