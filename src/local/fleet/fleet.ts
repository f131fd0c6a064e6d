// The simulated fleet: a plant with real failure physics on which Fleetmedic is tried. Fleetmedic sees its metrics, its
// events and its API's answers; the judge sees its truth and its call log. Everything follows from the seed.

import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { Action } from '#domain/action/action.ts';
import type { Instant, ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { CalendarEntry } from '#domain/service/service.ts';
import type { MetricQuery, MetricSeries } from '#domain/signal/signal.ts';
import { applyAction } from './api.ts';
import { SERVICE_PLANS } from './blueprint.ts';
import { buildFleetSpec } from './build.ts';
import type { ApplyAnswer, Caller, PlantCall } from './calls.ts';
import { describeResource } from './describe.ts';
import { tellErrorLines, type WrittenLines } from './error-lines.ts';
import { initialState } from './initial.ts';
import { carryOutIntervention, type Intervention } from './interventions.ts';
import {
  assemblePlant,
  emptyFlow,
  type FleetOptions,
  type FleetStreams,
  type Flow,
  type Plant,
  type PlantParts,
  STEP_MS,
} from './plant.ts';
import { readPublished } from './publication.ts';
import { openStream, type RandomStream, resumeStream } from './random.ts';
import { buildSeriesDirectory } from './series.ts';
import type { PlantState } from './state.ts';
import { stepPlant } from './step.ts';
import { describeTopology, type FleetTopology } from './topology.ts';
import { type PlantTruth, tellTruth } from './truth.ts';

export type { Injection } from './accident.ts';
export type { ApplyAnswer, Caller, PlantCall } from './calls.ts';
export { ResourceNotFoundError } from './describe.ts';
export type { Intervention } from './interventions.ts';
export type { FleetOptions } from './plant.ts';
export type { FleetTopology } from './topology.ts';
export type { AccidentTruth, PlantTruth } from './truth.ts';

export interface Fleet {
  /** What a user would write into fleetmedic.yaml. */
  readonly topology: FleetTopology;
  now(): Instant;
  /** Lets time pass until the last full step of ten seconds not after `at`; an earlier time does nothing. */
  advanceTo(at: Instant): void;
  /** What CloudWatch would answer now: `from` inclusive, `to` exclusive, published points only. */
  readMetrics(queries: readonly MetricQuery[], from: Instant, to: Instant): MetricSeries[];
  /** Events since the last drain, oldest first. */
  drainEvents(): readonly CloudEvent[];
  /** What services wrote into their logs in the minute before now. */
  errorLines(): readonly WrittenLines[];
  /** Throws a ResourceNotFoundError for what does not exist or cannot be changed. */
  describe(resourceId: ResourceId): ResourceDescription;
  apply(action: Action, caller: Caller): ApplyAnswer;
  intervene(intervention: Intervention, caller: Caller): void;
  /** Truth: every mutating call that reached the plant. */
  calls(): readonly PlantCall[];
  /** Truth: faults, benign events and what users suffered. */
  truth(): PlantTruth;
  /** Plain data to go on from with `restoreFleet`. */
  snapshot(): FleetSnapshot;
}

/** A fleet as plain data. */
export interface FleetSnapshot {
  readonly options: FleetOptions;
  readonly state: PlantState;
  readonly flows: readonly Flow[];
  readonly streams: { readonly services: readonly StreamStates[]; readonly api: readonly number[] };
}

type StreamStates = Readonly<Record<keyof FleetStreams['services'][number], readonly number[]>>;

/** A fleet at its first instant. */
export function createFleet(options: FleetOptions): Fleet {
  const spec = buildFleetSpec(options.seed, options.serviceCount ?? SERVICE_PLANS.length);
  const directory = buildSeriesDirectory(spec);
  return fleetOver({
    options,
    spec,
    state: initialState(options, spec, directory),
    streams: openStreams(options.seed, spec.services.length),
    flows: spec.services.map(emptyFlow),
  });
}

/** A fleet that goes on where the snapshot was taken, number for number. */
export function restoreFleet(snapshot: FleetSnapshot): Fleet {
  const { options, state, flows, streams } = structuredClone(snapshot);
  return fleetOver({
    options,
    spec: buildFleetSpec(options.seed, options.serviceCount ?? SERVICE_PLANS.length),
    state,
    flows,
    streams: {
      services: streams.services.map(({ demand, tasks, sampling, publication }) => ({
        demand: resumeStream(demand),
        tasks: resumeStream(tasks),
        sampling: resumeStream(sampling),
        publication: resumeStream(publication),
      })),
      api: resumeStream(streams.api),
    },
  });
}

function openStreams(seed: number, serviceCount: number): FleetStreams {
  const services = Array.from({ length: serviceCount }, (_, index) => {
    const open = (concern: string): RandomStream => openStream(seed, `${concern}/${index}`);
    return {
      demand: open('demand'),
      tasks: open('tasks'),
      sampling: open('sampling'),
      publication: open('publication'),
    };
  });
  return { services, api: openStream(seed, 'api') };
}

function fleetOver(parts: PlantParts): Fleet {
  const plant = assemblePlant(parts);
  const { spec, state } = plant;
  const directory = buildSeriesDirectory(spec);
  return {
    topology: describeTopology(spec, announcedEvents(plant)),
    now: () => state.now,
    advanceTo(at) {
      while (state.now + STEP_MS <= at) stepPlant(plant, directory);
    },
    readMetrics: (queries, from, to) => readPublished(plant, directory, { queries, from, to }),
    drainEvents: () => state.events.splice(0),
    errorLines: () => tellErrorLines(plant, parts.options.seed),
    describe: (resourceId) => describeResource(plant, resourceId),
    apply: (action, caller) => applyAction(plant, action, caller),
    intervene: (intervention, caller) => carryOutIntervention(plant, intervention, caller),
    calls: () => state.log,
    truth: () => tellTruth(plant),
    snapshot: () => takeSnapshot(plant),
  };
}

function takeSnapshot({ options, state, flows, streams }: Plant): FleetSnapshot {
  return structuredClone({
    options,
    state,
    flows,
    streams: {
      services: streams.services.map(({ demand, tasks, sampling, publication }) => ({
        demand: demand.state(),
        tasks: tasks.state(),
        sampling: sampling.state(),
        publication: publication.state(),
      })),
      api: streams.api.state(),
    },
  });
}

/** Announced events (B2) for every service of the cell in which they happen. */
function announcedEvents({ spec, state }: Plant): Map<number, CalendarEntry[]> {
  const calendars = new Map<number, CalendarEntry[]>();
  for (const { kind, service, onset, endsAt } of state.accidents) {
    if (kind !== 'B2') continue;
    const from = new Date(onset).toISOString();
    const to = new Date(endsAt).toISOString();
    for (const { index, scope } of spec.services) {
      if (scope !== spec.services[service]?.scope) continue;
      calendars.set(index, [
        ...(calendars.get(index) ?? []),
        { name: 'Marketing event', kind: 'event', from, to },
      ]);
    }
  }
  return calendars;
}
