// Waiting for the end of an incident, for scripts that go on only when it is over.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import type { IncidentId } from '#domain/ids.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { ApiClient } from './client.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { wholeNumber } from './values.ts';

export interface WaitFlags {
  readonly wait?: boolean;
  readonly timeout: number;
}

/** Fast enough for a person who watches, and a thirtieth of the rate limit. */
const LOOK_MILLISECONDS = 2000;
const DAY_SECONDS = 86_400;
/** A recovery with approval takes a quarter of an hour as a rule. */
const USUAL_SECONDS = 900;

/** Adds --wait and --timeout. */
export function addWaitFlags(command: Command): Command {
  return command
    .optionsGroup('Waiting:')
    .option('--wait', 'go on only when the incident is over')
    .option('--timeout <seconds>', 'wait no longer than that', wholeNumber(1, DAY_SECONDS), USUAL_SECONDS);
}

/** The incident when it has ended. Throws a CliError that says how, unless it ended well or by itself. */
export async function waitForEnd(
  io: CliIo,
  client: ApiClient,
  { incidentId, timeoutSeconds }: { readonly incidentId: IncidentId; readonly timeoutSeconds: number },
): Promise<ApiAnswer<'readIncident'>> {
  const deadline = io.now() + timeoutSeconds * 1000;
  let told = '';
  for (;;) {
    const detail = await client.call('readIncident', { incidentId });
    const { state } = detail.incident;
    if (state !== told) io.tell(`${incidentId} is ${state}\n`);
    told = state;
    if (isEnd(state)) return requireGoodEnd(detail);
    if (io.now() >= deadline) throw timedOut(detail, timeoutSeconds);
    await io.sleep(LOOK_MILLISECONDS);
  }
}

function requireGoodEnd(detail: ApiAnswer<'readIncident'>): ApiAnswer<'readIncident'> {
  const { state, incidentId, closing = 'no reason was given' } = detail.incident;
  if (state === 'resolved' || state === 'suppressed') return detail;
  throw new CliError(`${incidentId} ended ${state}: ${closing}.`);
}

function timedOut({ incident }: ApiAnswer<'readIncident'>, timeoutSeconds: number): CliError {
  const { incidentId, state } = incident;
  return new CliError(
    `${incidentId} is still ${state} after ${timeoutSeconds} s. It goes on; look with \`medic show ${incidentId}\`.`,
    EXIT.timedOut,
  );
}
