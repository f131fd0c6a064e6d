// How often a crossing followed within half an hour when things were as they are now: at this time of day, with this much
// room, so long after the last time above. Each metric teaches its own tables, from outcomes that are already past.

import { floatAt } from '#domain/baseline/number-at.ts';
import { placeAt } from '#domain/failure/crossings.ts';
import { type LimitedSeries, momentAt, nowOf, roomOf } from '#domain/failure/limited-series.ts';

const SLOTS_A_DAY = 48;
const SLOTS_AN_HOUR = 12;
/** Upper bounds of the classes of room; more than the last is a class of its own. */
const ROOM_CLASSES = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.3];
/** Classes of the time since it was above the limit, on a logarithmic scale. */
const ELAPSED_CLASSES = 16;
const ELAPSED_CLASSES_PER_OCTAVE = 1.2;
/** What is presumed before anything was seen: a crossing follows in 2 of 100 cases, believed like 20 of them. */
const PRIOR_RATE = 0.02;
const PRIOR_ROWS = 20;
/** A class is believed to be like the whole until it has seen about as many cases. */
const CLASS_PRIOR_ROWS = 12;

/** Natural logarithms of the rates, by index. */
export interface CrossingRates {
  readonly timeOfDay: Float64Array;
  /** Of the half hour that comes next. */
  readonly timeOfDayNext: Float64Array;
  readonly room: Float64Array;
  readonly sinceAbove: Float64Array;
  readonly minuteOfHour: Float64Array;
}

interface Table {
  readonly rows: Float64Array;
  readonly hits: Float64Array;
}

/** The classes of one moment. */
interface Classes {
  readonly slot: number;
  readonly minute: number;
  readonly room: number;
  readonly elapsed: number;
}

/** The rates at every moment of a series. */
export function crossingRatesOf(series: LimitedSeries): CrossingRates {
  const count = series.values.length;
  const rates = {
    timeOfDay: new Float64Array(count),
    timeOfDayNext: new Float64Array(count),
    room: new Float64Array(count),
    sinceAbove: new Float64Array(count),
    minuteOfHour: new Float64Array(count),
  };
  const tables = createTables();
  const classes: Classes[] = [];
  for (let at = 0; at < count; at++) {
    const present = classesOf(series, at);
    classes.push(present);
    learnOutcome(tables, series, { at, classes });
    const { slot, room, elapsed, minute } = present;
    rates.timeOfDay[at] = logRate(tables.slots, slot, tables.all);
    rates.timeOfDayNext[at] = logRate(tables.slots, (slot + 1) % SLOTS_A_DAY, tables.all);
    rates.room[at] = logRate(tables.rooms, room, tables.all);
    rates.sinceAbove[at] = logRate(tables.elapsed, elapsed, tables.all);
    rates.minuteOfHour[at] = logRate(tables.minutes, minute, tables.all);
  }
  return rates;
}

function createTables() {
  return {
    all: emptyTable(1),
    slots: emptyTable(SLOTS_A_DAY),
    rooms: emptyTable(ROOM_CLASSES.length + 1),
    elapsed: emptyTable(ELAPSED_CLASSES),
    minutes: emptyTable(SLOTS_AN_HOUR),
  };
}

function emptyTable(size: number): Table {
  return { rows: new Float64Array(size), hits: new Float64Array(size) };
}

function classesOf(series: LimitedSeries, at: number): Classes {
  const moment = momentAt(series, at);
  const room = roomOf(moment, nowOf(moment));
  const minutes = (elapsedAt(series, at) * series.periodSeconds) / 60;
  return {
    slot: Math.floor(((at % series.day) * SLOTS_A_DAY) / series.day),
    minute: Math.floor(((at % series.hour) * SLOTS_AN_HOUR) / series.hour),
    room: ROOM_CLASSES.filter((bound) => room > bound).length,
    elapsed: Math.min(ELAPSED_CLASSES - 1, Math.floor(Math.log2(1 + minutes) * ELAPSED_CLASSES_PER_OCTAVE)),
  };
}

/** Points since the series was above its limit, or since it began. */
export function elapsedAt({ crossings }: LimitedSeries, at: number): number {
  return at - placeAt(crossings.lastAbove, at);
}

interface PastMoments {
  readonly at: number;
  readonly classes: readonly Classes[];
}

/** What became of the moment half an hour ago is known now; moments above the limit are no question. */
function learnOutcome(
  tables: ReturnType<typeof createTables>,
  series: LimitedSeries,
  { at, classes }: PastMoments,
): void {
  const past = at - series.halfHour;
  const then = classes[past];
  if (!then || series.crossings.isAbove[past] === 1) return;
  const isHit = floatAt(series.maxima[30], at) > series.limit;
  note(tables.all, 0, isHit);
  note(tables.slots, then.slot, isHit);
  note(tables.rooms, then.room, isHit);
  note(tables.elapsed, then.elapsed, isHit);
  note(tables.minutes, then.minute, isHit);
}

function note({ rows, hits }: Table, place: number, isHit: boolean): void {
  rows[place] = floatAt(rows, place) + 1;
  if (isHit) hits[place] = floatAt(hits, place) + 1;
}

/** A class with few cases is drawn to the rate of all, and all to the prior. */
function logRate({ rows, hits }: Table, place: number, all: Table): number {
  const overall = (floatAt(all.hits, 0) + PRIOR_RATE * PRIOR_ROWS) / (floatAt(all.rows, 0) + PRIOR_ROWS);
  return Math.log(
    (floatAt(hits, place) + CLASS_PRIOR_ROWS * overall) / (floatAt(rows, place) + CLASS_PRIOR_ROWS),
  );
}
