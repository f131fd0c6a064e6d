// Recorded stamps become instants on the grid that the loop reads by; the grid itself is found in the data.

import { medianOf } from '#domain/baseline/robust.ts';
import type { Instant } from '#domain/ids.ts';
import type { PollSettings } from '#domain/poll/settings.ts';

/** Epoch stamps from here on are milliseconds: as seconds this would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;
const ISO_WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/;

/** The moment of an ISO 8601 stamp (UTC where it names no zone) or of epoch seconds; undefined for anything else. */
export function parseStamp(text: string): Instant | undefined {
  if (text === '') return undefined;
  const number = Number(text);
  const milliseconds = Number.isFinite(number) ? readEpoch(number) : readIso(text);
  return milliseconds > 0 ? (Math.round(milliseconds) as Instant) : undefined;
}

function readEpoch(number: number): number {
  return number >= FIRST_MILLISECONDS ? number : number * 1000;
}

/** NaN for what is no stamp. A date alone is UTC by itself, a time without a zone is not. */
function readIso(text: string): number {
  if (ISO_WITH_ZONE.test(text)) return Date.parse(text.replace(' ', 'T'));
  return ISO_WITHOUT_ZONE.test(text)
    ? Date.parse(`${text.replace(' ', 'T').padEnd(11, 'T').padEnd(16, '00:00')}Z`)
    : Number.NaN;
}

/** The median distance of stamps that are in order, seconds; undefined for fewer than two. */
export function stepSecondsOf(stamps: readonly number[]): number | undefined {
  if (stamps.length < 2) return undefined;
  return medianOf(stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0))) / 1000;
}

/** The grid that the loop can read a recording by: minutes, or five minutes for what is no finer than that. */
export function gridSecondsOf(stepSeconds: number | undefined): PollSettings['periodSeconds'] {
  return stepSeconds === undefined || stepSeconds < 300 ? 60 : 300;
}

/** The start of the period that a moment lies in. */
export function floorToGrid(at: number, periodSeconds: number): Instant {
  const periodMs = periodSeconds * 1000;
  return (Math.floor(at / periodMs) * periodMs) as Instant;
}
