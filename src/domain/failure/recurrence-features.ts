// What came next at the same time of earlier days and hours: nightly jobs, hourly jobs and the swing of the day cross a
// limit again when they crossed it before.

import { floatAt } from '#domain/baseline/number-at.ts';
import { placeAt } from '#domain/failure/crossings.ts';
import { bound, type Moment, nowOf, roomOf } from '#domain/failure/limited-series.ts';
import { pointsIn } from '#domain/forecast/regular-series.ts';

const DAYS = 7;
const HOURS = 24;
/** Crossings further ahead are not told apart. */
const FARTHEST_MINUTES = 600;
/** A room that is not known is said to be so much more than now. */
const UNKNOWN_ROOM = 10;
/** A share that is not known is said to be this, which no share can be. */
const UNKNOWN_SHARE = -0.1;
/** Around the same time of an earlier day, half an hour before to an hour and a half after. */
const WIDE_AFTER_MINUTES = 90;

/** `day-1-room` to `room-after-rise`: the half hour that followed at the same time of the last seven days. */
export function dayFeatures(moment: Moment): number[] {
  const { series, at, unit } = moment;
  const now = roomOf(moment, nowOf(moment));
  const unknownRoom = now + UNKNOWN_ROOM;
  const days = pastMoments(at, series.day, DAYS);
  const rooms = days.map((past) => roomAfter(moment, past));
  const rises = sorted(
    days.map((past) => (maximumAfter(moment, past) - floatAt(series.values, past)) / unit),
  );
  const usualRise = bound(rises[rises.length >> 1] ?? 0);
  const next = days.map((past) => minutesToCrossing(moment, past));
  return [
    rooms[0] ?? unknownRoom,
    rooms[DAYS - 1] ?? unknownRoom,
    days.length > 0 ? Math.min(...rooms) : unknownRoom,
    days.length > 0 ? Math.max(...rooms) : unknownRoom,
    shareOf(days, (past) => maximumAfter(moment, past) > series.limit),
    shareOf(days, (past) => maximumAround(moment, past) > series.limit),
    Math.min(FARTHEST_MINUTES, ...next),
    next[0] ?? FARTHEST_MINUTES,
    usualRise,
    bound(rises.at(-1) ?? 0),
    now - usualRise,
  ];
}

/** `hours-crossed` to `hour-2-room`: the half hour that followed at the same minute of the last 24 hours. */
export function hourFeatures(moment: Moment): number[] {
  const { series, at } = moment;
  const unknownRoom = roomOf(moment, nowOf(moment)) + UNKNOWN_ROOM;
  const hours = pastMoments(at, series.hour, HOURS);
  const rooms = hours.map((past) => roomAfter(moment, past));
  const ordered = sorted(rooms);
  return [
    shareOf(hours, (past) => maximumAfter(moment, past) > series.limit),
    ordered[0] ?? unknownRoom,
    ordered[ordered.length >> 2] ?? unknownRoom,
    rooms[1] ?? unknownRoom,
  ];
}

/** The places 1 to `count` steps back, as far as the series goes. */
function pastMoments(at: number, step: number, count: number): number[] {
  const places: number[] = [];
  for (let past = at - step; past >= 0 && places.length < count; past -= step) places.push(past);
  return places;
}

/** The largest value of the half hour after a past moment; that is over, because the step back is longer. */
function maximumAfter({ series, at }: Moment, past: number): number {
  return floatAt(series.maxima[30], Math.min(at, past + series.halfHour));
}

function roomAfter(moment: Moment, past: number): number {
  return roomOf(moment, maximumAfter(moment, past));
}

function maximumAround({ series, at }: Moment, past: number): number {
  const end = Math.min(at, past + pointsIn(WIDE_AFTER_MINUTES, series.periodSeconds));
  return floatAt(series.maxima[120], end);
}

/** Minutes from a past moment to the crossing that followed it, as far as that is past as well. */
function minutesToCrossing({ series, at }: Moment, past: number): number {
  const next = placeAt(series.crossings.nextCrossing, past + 1);
  if (next > at) return FARTHEST_MINUTES;
  return Math.min(FARTHEST_MINUTES, ((next - past) * series.periodSeconds) / 60);
}

function shareOf(places: readonly number[], isHit: (place: number) => boolean): number {
  return places.length === 0 ? UNKNOWN_SHARE : places.filter(isHit).length / places.length;
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}
