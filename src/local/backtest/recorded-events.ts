// What is known of the recorded time besides metrics: changes that were made, and incidents that people remember.

import { buildChangeId } from '#contracts/naming.ts';
import { type Change, ChangeKind } from '#domain/change/change.ts';
import type { Instant } from '#domain/ids.ts';
import { ServiceId } from '#domain/ids.ts';
import { faultAt, readRows } from '#local/series/csv-rows.ts';
import { parseStamp } from '#local/series/stamp.ts';
import { presumedResource } from './presumed-fleet.ts';

/** An incident that people know of. */
export interface KnownIncident {
  readonly from: Instant;
  readonly to: Instant;
  /** Absent: it could have been seen on any service. */
  readonly service?: string;
}

/** Reads `start,end[,service]`, oldest first. Throws InvalidInputError naming the line that cannot be read. */
export async function readKnownIncidents(path: string): Promise<readonly KnownIncident[]> {
  const known = await readEvents(path, ['start', 'end'], ({ cell, time, fault }) => {
    const [from, to] = [time('start'), time('end')];
    if (to < from) throw fault('it ends before it starts; correct the line');
    const service = cell('service');
    return { from, to, ...(service !== '' && { service }) };
  });
  return known.toSorted((one, other) => one.from - other.from);
}

/** Reads `timestamp,service,kind[,summary]`, oldest first. Throws InvalidInputError naming the line that cannot be read. */
export async function readChanges(path: string): Promise<readonly Change[]> {
  const changes = await readEvents(path, ['timestamp', 'service', 'kind'], ({ cell, time, fault, line }) => {
    const kind = ChangeKind.safeParse(cell('kind'));
    if (!kind.success)
      throw fault(`"${cell('kind')}" is no kind of change; write ${ChangeKind.options.join(', ')}`);
    const service = cell('service');
    const type = kind.data === 'configuration' ? 'configuration' : 'ecs-service';
    return {
      changeId: buildChangeId(`recorded-${line}`),
      serviceId: ServiceId.parse(service),
      resourceId: presumedResource(type, service),
      kind: kind.data,
      at: time('timestamp'),
      by: 'other' as const,
      summary: cell('summary') || `${kind.data} of ${service}`,
    };
  });
  return changes.toSorted((one, other) => one.at - other.at);
}

/** One line of a file of events, by the names of its columns. */
interface EventLine {
  readonly line: number;
  /** The cell of a column; empty where there is none. */
  cell(name: string): string;
  time(name: string): Instant;
  fault(problem: string): Error;
}

async function readEvents<Event>(
  path: string,
  required: readonly string[],
  read: (line: EventLine) => Event,
): Promise<readonly Event[]> {
  let header: readonly string[] | undefined;
  const events: Event[] = [];
  for await (const { fields, line } of readRows(path)) {
    if (header) events.push(read(eventLine(path, { header, fields, line })));
    else header = checkHeader(path, fields, required);
  }
  return events;
}

function checkHeader(
  path: string,
  fields: readonly string[],
  required: readonly string[],
): readonly string[] {
  const header = fields.map((name) => name.toLowerCase());
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length === 0) return header;
  throw faultAt(path, 1, `there is no column ${missing.join(', ')}; the first line names the columns`);
}

function eventLine(
  path: string,
  { header, fields, line }: { header: readonly string[]; fields: readonly string[]; line: number },
): EventLine {
  const fault = (problem: string) => faultAt(path, line, problem);
  const cell = (name: string) => fields[header.indexOf(name)] ?? '';
  return {
    line,
    cell,
    fault,
    time(name) {
      const at = parseStamp(cell(name));
      if (at !== undefined) return at;
      throw fault(`"${cell(name)}" in column ${name} is no time; write ISO 8601 or epoch seconds`);
    },
  };
}
