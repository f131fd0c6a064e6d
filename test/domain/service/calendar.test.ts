import { describe, expect, it } from 'vitest';
import { Instant } from '#domain/ids.ts';
import { findEntryInForce, isInForce } from '#domain/service/calendar.ts';
import type { CalendarEntry } from '#domain/service/service.ts';

const instant = (text: string) => Instant.parse(Date.parse(text));
const once: CalendarEntry = {
  name: 'move',
  kind: 'freeze',
  from: '2026-11-23T10:00:00Z',
  to: '2026-11-23T12:00:00Z',
};
const daytime: CalendarEntry = {
  name: 'fair',
  kind: 'event',
  days: ['mon', 'sun'],
  start: '09:00',
  end: '17:00',
};
const night: CalendarEntry = {
  name: 'batch',
  kind: 'maintenance',
  days: ['mon'],
  start: '22:00',
  end: '04:00',
};

describe('a calendar entry', () => {
  it.each([
    [once, '2026-11-23T09:59:59Z', false],
    [once, '2026-11-23T10:00:00Z', true],
    [once, '2026-11-23T12:00:00Z', false],
    [daytime, '2026-11-23T09:00:00Z', true],
    [daytime, '2026-11-22T16:59:00Z', true],
    [daytime, '2026-11-23T17:00:00Z', false],
    [daytime, '2026-11-24T12:00:00Z', false],
    [night, '2026-11-23T23:00:00Z', true],
    [night, '2026-11-24T03:59:00Z', true],
    [night, '2026-11-24T04:00:00Z', false],
    [night, '2026-11-23T03:00:00Z', false],
    [night, '2026-11-24T23:00:00Z', false],
  ])('%o at %s is in force: %s', (entry, time, isIn) => {
    expect(isInForce(entry, instant(time))).toBe(isIn);
  });

  it('is found by its kind', () => {
    const noon = instant('2026-11-23T11:00:00Z');

    expect(findEntryInForce([night, daytime, once], 'freeze', noon)).toBe(once);
    expect(findEntryInForce([night, daytime, once], 'maintenance', noon)).toBeUndefined();
  });
});
