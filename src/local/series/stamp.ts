// Times as people and machines write them into recordings, read as moments.

import type { Instant } from '#domain/ids.ts';

/** From each of these on, a number counts a finer unit: as seconds, 1e11 would be the year 5138. */
const EPOCH_UNITS = [
  { from: 1e17, perMillisecond: 1e6 },
  { from: 1e14, perMillisecond: 1e3 },
  { from: 1e11, perMillisecond: 1 },
] as const;
const MS_PER_SECOND = 1000;

const DATE = /^(\d{4})[-/](\d{2})[-/](\d{2})/;
const TIME = /^[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?/;
const ZONE = /^ ?(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2})?)$/;

/**
 * The moment of an ISO 8601 stamp (UTC where it names no zone), or of a number of seconds, milliseconds, microseconds or
 * nanoseconds since 1970; undefined for anything else.
 */
export function parseStamp(text: string): Instant | undefined {
  if (text === '') return undefined;
  const number = Number(text);
  const milliseconds = Number.isFinite(number) ? readEpoch(number) : readIso(text);
  return milliseconds >= 0 ? (Math.round(milliseconds) as Instant) : undefined;
}

function readEpoch(number: number): number {
  const unit = EPOCH_UNITS.find(({ from }) => number >= from);
  return unit ? number / unit.perMillisecond : number * MS_PER_SECOND;
}

/** NaN for what is no stamp. */
function readIso(text: string): number {
  const date = DATE.exec(text);
  if (!date) return Number.NaN;
  const [whole, year, month, day] = date;
  const rest = text.slice(whole.length);
  const time = TIME.exec(rest);
  const zoneText = rest.slice(time?.[0].length ?? 0);
  const [clock = '00:00', seconds = ':00', fraction = ''] = time?.slice(1) ?? [];
  const zone = zoneText === '' ? 'Z' : readZone(zoneText);
  return Date.parse(`${year}-${month}-${day}T${clock}${seconds}${fraction}${zone}`);
}

function readZone(text: string): string {
  const zone = ZONE.exec(text);
  if (!zone) return 'no zone';
  const [, name, hours, minutes = '00'] = zone;
  return name === undefined ? `${hours}:${minutes}` : 'Z';
}
