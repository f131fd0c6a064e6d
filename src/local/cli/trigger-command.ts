// `medic trigger`: asks for a recovery of a service (M94). Guardrails, mode and approvals apply as always.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import type { ApiClient } from './client.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { addConsentFlags, type ConsentFlags, isMeant } from './consent.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { nearest } from './nearest.ts';
import { suggest, writeJson, writeLines } from './output.ts';
import { sentence } from './values.ts';
import { addWaitFlags, type WaitFlags, waitForEnd } from './waiting.ts';

interface TriggerFlags extends ServerFlags, ConsentFlags, WaitFlags {
  readonly reason?: string;
}

/** Adds `trigger`. */
export function addTriggerCommand(program: Command, io: CliIo): void {
  const command = program
    .command('trigger')
    .summary('ask for a recovery of a service')
    .argument('<service>', 'as `medic services` lists it')
    .option('--reason <text>', 'why, for the record', sentence)
    .addHelpText('after', '\nExamples:\n  $ medic trigger checkout --reason "carts fail" --yes --wait');
  addServerFlags(addWaitFlags(addConsentFlags(command))).action((id: string, flags: TriggerFlags) =>
    trigger(io, id, flags),
  );
}

async function trigger(io: CliIo, id: string, flags: TriggerFlags): Promise<void> {
  const client = await connect(io, flags);
  const service = await findService(client, id);
  const { serviceId, state, mode } = service;
  if (!flags.json) writeLines(io, [`${serviceId} is ${state}; its mode is ${mode}.`]);
  if (!(await isMeant(io, flags, { word: serviceId, act: `ask for a recovery of ${serviceId}` }))) {
    if (flags.json) writeJson(io, { isDryRun: true, service });
    return;
  }
  const answer = await client.call('triggerHeal', { serviceId, reason: flags.reason });
  const { incidentId } = answer;
  const end = flags.wait
    ? await waitForEnd(io, client, { incidentId, timeoutSeconds: flags.timeout })
    : undefined;
  if (flags.json)
    return writeJson(io, { isDryRun: false, ...answer, ...(end && { incident: end.incident }) });
  writeLines(io, [end ? `${incidentId} ended ${end.incident.state}.` : `${incidentId} was opened.`]);
  suggest(io, `medic show ${incidentId}`);
}

async function findService(
  client: ApiClient,
  id: string,
): Promise<ApiAnswer<'listServices'>['services'][number]> {
  const { services } = await client.call('listServices', {});
  const found = services.find(({ serviceId }) => serviceId === id);
  if (found) return found;
  const known = services.map(({ serviceId }) => serviceId);
  throw new CliError(`There is no service ${id}.${nearest(id, known) || ` There are ${known.join(', ')}.`}`);
}
