// What happens to the fleet from outside: faults and benign events, drawn from the seed before anything runs, so that
// nothing an operator does changes them.

import {
  type Accident,
  type AccidentKind,
  BENIGN_KINDS,
  FAULT_KINDS,
  type Injection,
  isFault,
} from './accident.ts';
import { BENIGN_MODELS } from './benign.ts';
import { demandProfile } from './demand.ts';
import { FAULT_MODELS } from './faults/index.ts';
import type { AccidentModel } from './faults/model.ts';
import { type FleetOptions, MINUTE_MS } from './plant.ts';
import { between, openStream, pick, type RandomStream } from './random.ts';
import type { FleetSpec, ServiceSpec } from './spec.ts';

/** Events per day and per twelve services, of faults and of benign events alike. */
const EVENTS_PER_DAY = 8;
const SERVICES_PER_RATE = 12;
/** Nothing strikes while baselines form, nor so late that its outcome could not be seen. */
const WARM_UP_MINUTES = 120;
const QUIET_END_MINUTES = 90;
/** Two events on one service are at least so far apart, where the hours allow it. */
const SPACING_MS = 150 * MINUTE_MS;
/** Share of the top of the day that counts as daytime. */
const DAYTIME_PROFILE = 0.75;
const TRIES = 60;
/** UTC time of the nightly batch. */
const BATCH_MINUTE_OF_DAY = 2 * 60 + 10;
const DAY_MINUTES = 24 * 60;
const DEFAULT_STRENGTH = 0.6;
const PLAIN_VARIANT = 0.5;
/** Leaks that have slept in the code, as opposed to those of a new version. */
const OLD_LEAK_SHARE = 0.5;

/** The model of any kind of event. */
export function modelOf(kind: AccidentKind): AccidentModel {
  return isFault(kind) ? FAULT_MODELS[kind] : BENIGN_MODELS[kind];
}

/** All events of the story, in the order of their onset. */
export function tellStory(options: FleetOptions, spec: FleetSpec): Accident[] {
  const accidents = options.injections
    ? options.injections.map((injection, index) => stageInjection(options, spec, injection, index))
    : drawStory(options, spec);
  return accidents.sort((one, other) => one.onset - other.onset || (one.id < other.id ? -1 : 1));
}

function stageInjection(
  options: FleetOptions,
  spec: FleetSpec,
  injection: Injection,
  index: number,
): Accident {
  const service = spec.services.find(({ id }) => id === injection.serviceId);
  if (!service) {
    const known = spec.services.map(({ id }) => id).join(', ');
    throw new RangeError(
      `Cannot inject ${injection.kind} into ${injection.serviceId}; services are ${known}`,
    );
  }
  const stream = openStream(options.seed, `injection/${index}`);
  const drawn = drawAccident(options, stream, { kind: injection.kind, service, id: `injected-${index + 1}` });
  const minutes = injection.durationMinutes;
  return {
    ...drawn,
    onset: injection.at,
    strength: injection.strength ?? DEFAULT_STRENGTH,
    shape: injection.shape ?? 'step',
    origin: injection.origin ?? drawn.origin,
    salt: injection.variant ?? PLAIN_VARIANT,
    endsAt: injection.at + (minutes === undefined ? drawn.endsAt - drawn.onset : minutes * MINUTE_MS),
  };
}

function drawStory(options: FleetOptions, spec: FleetSpec): Accident[] {
  const kinds = options.kinds ?? [...FAULT_KINDS, ...BENIGN_KINDS];
  const perDay = (EVENTS_PER_DAY * spec.services.length) / SERVICES_PER_RATE;
  const faults = drawEvents(options, spec, {
    name: 'fault',
    kinds: kinds.filter(isFault),
    perDay: options.faultsPerDay ?? perDay,
    others: [],
  });
  const benign = drawEvents(options, spec, {
    name: 'benign',
    kinds: kinds.filter((kind) => !isFault(kind)),
    perDay: options.benignPerDay ?? perDay,
    others: faults,
  });
  return [...faults, ...benign];
}

interface Casting {
  readonly name: string;
  readonly kinds: readonly AccidentKind[];
  readonly perDay: number;
  /** Events that are there already, to keep away from. */
  readonly others: readonly Accident[];
}

function drawEvents(options: FleetOptions, spec: FleetSpec, casting: Casting): Accident[] {
  const stream = openStream(options.seed, casting.name);
  const count = Math.floor((casting.perDay * options.hours) / 24 + stream.uniform());
  const drawn: Accident[] = [];
  const deck: AccidentKind[] = [];
  for (let index = 0; index < count && casting.kinds.length > 0; index += 1) {
    if (deck.length === 0) deck.push(...shuffle(stream, casting.kinds));
    const kind = deck.pop();
    if (kind === undefined) break;
    const id = `${casting.name}-${index + 1}`;
    const accident = place(options, spec, { stream, kind, id, others: [...casting.others, ...drawn] });
    if (accident) drawn.push(accident);
  }
  return drawn;
}

/** Every kind comes up about equally often: they are dealt like cards, not rolled like dice. */
function shuffle(stream: RandomStream, kinds: readonly AccidentKind[]): AccidentKind[] {
  const cards = [...kinds];
  for (let last = cards.length - 1; last > 0; last -= 1) {
    const other = Math.floor(stream.uniform() * (last + 1));
    const [one, two] = [cards[last], cards[other]];
    if (one === undefined || two === undefined) continue;
    cards[last] = two;
    cards[other] = one;
  }
  return cards;
}

interface Role {
  readonly stream: RandomStream;
  readonly kind: AccidentKind;
  readonly id: string;
  readonly others: readonly Accident[];
}

/** Time and service for one event, undefined when the hours of the story have no place for it. */
function place(
  options: FleetOptions,
  spec: FleetSpec,
  { stream, kind, id, others }: Role,
): Accident | undefined {
  const model = modelOf(kind);
  const candidates = spec.services.filter((service) => model.canStrike(service));
  if (candidates.length === 0) return undefined;
  let best: Accident | undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const onset = drawOnset(options, stream, kind);
    const service = pick(stream, candidates);
    if (onset === undefined || (model.isDaytime && !isDaytime(options, onset))) continue;
    best = { ...drawAccident(options, stream, { kind, service, id }), onset, endsAt: onset };
    best = { ...best, endsAt: onset + drawMinutes(stream, model) * MINUTE_MS };
    if (isApart(best, others)) return best;
  }
  return best;
}

function isDaytime({ startAt }: FleetOptions, at: number): boolean {
  return demandProfile(at, startAt) >= DAYTIME_PROFILE;
}

function isApart(accident: Accident, others: readonly Accident[]): boolean {
  return others.every(
    ({ service, onset, endsAt }) =>
      service !== accident.service ||
      accident.onset >= endsAt + SPACING_MS ||
      onset >= accident.endsAt + SPACING_MS,
  );
}

/** A full minute within the hours of the story. The nightly batch has its own. */
function drawOnset(
  { startAt, hours }: FleetOptions,
  stream: RandomStream,
  kind: AccidentKind,
): number | undefined {
  const last = hours * 60 - QUIET_END_MINUTES;
  const minute = Math.floor(between(stream, WARM_UP_MINUTES, Math.max(last, WARM_UP_MINUTES)));
  if (last <= WARM_UP_MINUTES) return undefined;
  if (kind !== 'B3') return startAt + minute * MINUTE_MS;
  const start = Math.floor(startAt / MINUTE_MS);
  const untilBatch = (BATCH_MINUTE_OF_DAY - (start % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const nights = Math.floor((last - untilBatch) / DAY_MINUTES) + 1;
  const night = untilBatch + Math.floor((minute / last) * nights) * DAY_MINUTES;
  return night >= WARM_UP_MINUTES && night <= last ? startAt + night * MINUTE_MS : undefined;
}

interface Part {
  readonly kind: AccidentKind;
  readonly service: ServiceSpec;
  readonly id: string;
}

function drawAccident(options: FleetOptions, stream: RandomStream, { kind, service, id }: Part): Accident {
  const model = modelOf(kind);
  const origin = kind === 'F4' || kind === 'F5' ? drawOrigin(stream, kind) : 'deployment';
  return {
    id,
    kind,
    service: service.index,
    onset: options.startAt,
    strength: stream.uniform(),
    shape: pick(stream, model.shapes),
    origin,
    salt: stream.uniform(),
    endsAt: options.startAt + drawMinutes(stream, model) * MINUTE_MS,
    phase: 'pending',
    affected: [],
  };
}

/** A connection leak is always one of old code: a new version with one would be mended like F1. */
function drawOrigin(stream: RandomStream, kind: AccidentKind): 'old' | 'deployment' {
  return stream.uniform() < OLD_LEAK_SHARE || kind === 'F5' ? 'old' : 'deployment';
}

function drawMinutes(stream: RandomStream, { minutes }: AccidentModel): number {
  return between(stream, minutes.from, minutes.to);
}
