// Which calendar entries are in force at a moment: freezes stop acting, maintenance stops opening incidents.

import type { Instant } from '#domain/ids.ts';
import type { CalendarEntry, WeeklyWindow } from '#domain/service/service.ts';

const MILLISECONDS_PER_DAY = 86_400_000;

/** The first entry of a kind that is in force at `at`. */
export function findEntryInForce(
  entries: readonly CalendarEntry[],
  kind: CalendarEntry['kind'],
  at: Instant,
): CalendarEntry | undefined {
  return entries.find((entry) => entry.kind === kind && isInForce(entry, at));
}

/** Whether `at` lies in the entry: from its start (inclusive) to its end (exclusive), UTC. */
export function isInForce(entry: CalendarEntry | WeeklyWindow, at: Instant): boolean {
  if ('from' in entry) return Date.parse(entry.from) <= at && at < Date.parse(entry.to);
  const clock = new Date(at).toISOString().slice(11, 16);
  const isOvernight = entry.end <= entry.start;
  const isEvening = clock >= entry.start && (isOvernight || clock < entry.end);
  if (isEvening && isOn(entry.days, at)) return true;
  return isOvernight && clock < entry.end && isOn(entry.days, at - MILLISECONDS_PER_DAY);
}

/** Whether a moment falls on one of the days, UTC: `Mon, 23 Nov 2026 ...` begins with its day. */
function isOn(days: readonly string[], at: number): boolean {
  return days.includes(new Date(at).toUTCString().slice(0, 3).toLowerCase());
}
