// `medic incidents`, `medic show` and `medic services`: what the running server knows, for people and programs.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { IncidentId } from '#domain/ids.ts';
import { formatIndicator, formatShare, nameIndicator } from '#domain/incident/symptom.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { nearest } from './nearest.ts';
import { formatTime, suggest, writeJson, writeLines, writeTable } from './output.ts';
import { tellIncident } from './tell-incident.ts';
import { wholeNumber } from './values.ts';

interface ListFlags extends ServerFlags {
  readonly hours: number;
  readonly open?: boolean;
}

/** A month, as the API has it. */
const MOST_HOURS = 744;

/** Adds `services`, `incidents` and `show`. */
export function addIncidentCommands(program: Command, io: CliIo): void {
  const services = program.command('services').summary('all services and how they are');
  addServerFlags(services).action((flags: ServerFlags) => listServices(io, flags));

  const incidents = program
    .command('incidents')
    .summary('incidents, open ones first')
    .option('--hours <n>', 'how far to look back', wholeNumber(1, MOST_HOURS), 168)
    .option('--open', 'only those that are not closed');
  addServerFlags(incidents).action((flags: ListFlags) => listIncidents(io, flags));

  const show = program
    .command('show')
    .summary('everything that is known of one incident')
    .argument('<incident>', 'its id, as `medic incidents` lists it');
  addServerFlags(show).action((id: string, flags: ServerFlags) => showIncident(io, id, flags));
}

async function listServices(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('listServices', {});
  if (flags.json) return writeJson(io, answer);
  writeTable(
    io,
    ['Service', 'State', 'Score', 'Mode', 'Indicators', 'Incident'],
    answer.services.map((service) => [
      service.serviceId,
      service.isStale ? `${service.state} (data is old)` : service.state,
      service.score === undefined ? '-' : formatShare(service.score),
      service.mode,
      describeIndicators(service.indicators),
      service.incidentId ?? '-',
    ]),
  );
}

function describeIndicators(indicators: ApiAnswer<'listServices'>['services'][number]['indicators']): string {
  const telling = indicators.filter(({ isOutside, isUserVisible }) => isOutside || isUserVisible);
  return telling
    .map(
      ({ indicator, value, isOutside }) =>
        `${nameIndicator(indicator)} ${formatIndicator(indicator, value)}${isOutside ? ' (!)' : ''}`,
    )
    .join(', ');
}

async function listIncidents(io: CliIo, { hours, open, ...flags }: ListFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('listIncidents', { hours });
  const incidents = open ? answer.incidents.filter(({ isOpen }) => isOpen) : answer.incidents;
  if (flags.json) return writeJson(io, { ...answer, incidents });
  if (incidents.length === 0)
    return writeLines(io, [`No ${open ? 'open ' : ''}incident in the last ${hours} h.`]);
  writeTable(
    io,
    ['Incident', 'State', 'Severity', 'Opened (UTC)', 'What'],
    incidents.map(({ incidentId, state, severity, openedAt, title }) => [
      incidentId,
      state,
      severity,
      formatTime(openedAt),
      title,
    ]),
  );
  const waiting = incidents.find(({ state }) => state === 'awaiting-approval');
  suggest(io, `medic show ${(waiting ?? incidents[0])?.incidentId}`);
}

async function showIncident(io: CliIo, id: string, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const parsed = IncidentId.safeParse(id);
  if (!parsed.success) throw new CliError(`"${id}" is no incident id; \`medic incidents\` lists them.`);
  const detail = await client
    .call('readIncident', { incidentId: parsed.data })
    .catch(async (error: unknown) => {
      const known = (await client.call('listIncidents', {})).incidents.map(({ incidentId }) => incidentId);
      throw error instanceof CliError
        ? new CliError(`${error.message}${nearest(id, known)}`, error.exitCode)
        : error;
    });
  if (flags.json) return writeJson(io, detail);
  writeLines(io, tellIncident(detail));
  const waiting = detail.approvals.filter(({ status }) => status === 'requested');
  suggest(
    io,
    ...waiting.flatMap(({ approvalId }) => [`medic approve ${approvalId}`, `medic deny ${approvalId}`]),
  );
}
