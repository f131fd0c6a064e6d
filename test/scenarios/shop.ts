// The simulated shop, lived in for some hours, as the world of the scenarios: each takes up the same calm morning, has
// its trouble injected, and runs in virtual time through handlers, state machine and stores as they are deployed.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';
import { answerApproval } from '#application/answer-approval.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { Instant, type ServiceId } from '#domain/ids.ts';
import type { Mode } from '#domain/mode/mode.ts';
import type { Execution } from '#local/asl/execution.ts';
import type { HistoryEvent } from '#local/asl/history.ts';
import {
  createFleet,
  type Fleet,
  type FleetOptions,
  type FleetSnapshot,
  type Injection,
  restoreFleet,
} from '#local/fleet/fleet.ts';
import type { Person } from '#local/fleet/person.ts';
import { type LoopModels, loadLoopModels } from '#local/loop-models.ts';
import { loadShippedModel, MODELS_FOLDER } from '#local/models.ts';
import { LOCAL_OPERATOR, settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation, type Simulation, type SimulationOptions } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { minutesAfter } from '../local/fleet/builders.ts';

/** A Monday morning: enough load for faults that need it. */
const STARTS_AT = Instant.parse(Date.UTC(2026, 10, 16, 8));
/** Two hours for the baselines and half an hour more. */
const CALM_MINUTES = 150;
/** When the scenarios begin. */
export const TEN_THIRTY = minutesAfter(STARTS_AT, CALM_MINUTES);

/** Its control plane answers the first calls clearly: what a seed throttles or loses is a scenario of its own. */
const STORY: FleetOptions = { seed: 3, startAt: STARTS_AT, hours: 12, injections: [] };

/** The morning, kept: a database and a fleet to begin any number of scenarios from. */
export interface Morning {
  readonly database: string;
  readonly fleet: FleetSnapshot;
  readonly model: AnomalyModel | undefined;
  readonly models: LoopModels;
}

/** A fault or benign event, so many minutes after half past ten; 5 when absent. */
export type Trouble = Omit<Injection, 'at'> & { readonly after?: number };

export interface ScenarioOptions {
  readonly injections?: readonly Trouble[];
  readonly mode?: Mode;
  readonly settings?: (settings: Settings) => Settings;
  readonly hasModel?: boolean;
  /** Stands between Fleetmedic and the plant. */
  readonly meddle?: (fleet: Fleet) => Fleet;
  readonly disturb?: SimulationOptions['disturb'];
  readonly sabotage?: SimulationOptions['sabotage'];
}

/** Lives through the calm hours. To be ended with `forget`. */
export async function liveThroughMorning(): Promise<Morning & { forget(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-scenario-'));
  const path = join(folder, 'morning.db');
  const database = openDatabase(path);
  const loaded = await loadShippedModel();
  const model = loaded.ok ? loaded.value : undefined;
  const fleet = createFleet(STORY);
  const timeline = virtualTimeline(STARTS_AT);
  const settings = settingsForFleet(fleet.topology, 'observe');
  await makeSimulation({ database, timeline, fleet, settings, model, seed: STORY.seed }).start();
  await timeline.runUntil(TEN_THIRTY);
  fleet.advanceTo(TEN_THIRTY);
  database.close();
  return {
    database: path,
    fleet: fleet.snapshot(),
    model,
    models: await loadLoopModels(MODELS_FOLDER),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Scenario = Awaited<ReturnType<typeof begin>>;

let scenarios = 0;

/** Begins a scenario at half past ten; its trouble strikes soon. Nobody reacts to pages. */
export async function begin(morning: Morning, options: ScenarioOptions = {}) {
  scenarios += 1;
  const path = `${morning.database}.${scenarios}`;
  copyFileSync(morning.database, path);
  const database = openDatabase(path);
  const fleet = (options.meddle ?? ((same) => same))(restoreFleet(withInjections(morning.fleet, options)));
  const timeline = virtualTimeline(TEN_THIRTY);
  const paged: ServiceId[] = [];
  const settings = settingsForFleet(fleet.topology, options.mode ?? 'auto');
  const simulation = makeSimulation({
    database,
    timeline,
    fleet,
    settings: options.settings?.(settings) ?? settings,
    model: options.hasModel === false ? undefined : morning.model,
    models: options.hasModel === false ? {} : morning.models,
    seed: STORY.seed,
    person: remembering(paged),
    ...(options.disturb && { disturb: options.disturb }),
    ...(options.sabotage && { sabotage: options.sabotage }),
  });
  await simulation.start();
  return {
    ...simulation,
    ...lookInto(simulation),
    executions: () => sqliteExecutionStore<Execution, HistoryEvent>(database).list(),
    paged,
    runMinutes: (minutes: number) => timeline.runUntil(minutesAfter(timeline.now(), minutes)),
    /** Minute by minute until it is so; throws when it is not within the minutes. */
    async runUntil(isSo: () => Promise<boolean>, minutes = 90) {
      for (let passed = 0; !(await isSo()); passed += 1) {
        if (passed === minutes) throw new Error(`It did not come about within ${minutes} minutes`);
        await timeline.runUntil(minutesAfter(timeline.now(), 1));
      }
    },
  };
}

/** The same fleet at the same moment, with other trouble before it. */
function withInjections(morning: FleetSnapshot, { injections = [] }: ScenarioOptions): FleetSnapshot {
  const staged = injections.map(({ after = 5, ...injection }) => ({
    ...injection,
    at: minutesAfter(TEN_THIRTY, after),
  }));
  const told = { ...STORY, injections: staged };
  const { accidents } = createFleet(told).snapshot().state;
  return { ...morning, options: told, state: { ...morning.state, accidents } };
}

function remembering(paged: ServiceId[]): Person {
  return {
    page: (serviceId) => void paged.push(serviceId),
    act: () => undefined,
    snapshot: () => ({ seed: 0, pages: [], care: {} }),
  };
}

function lookInto({ fleet, loop, judge }: Simulation) {
  const { incidents, plans, approvals, leases, budget } = loop.stores;
  return {
    /** Our own calls that reached the plant. */
    calls: () => fleet.calls().filter(({ by }) => by === 'fleetmedic'),
    incidents: () => incidents.listSince(TEN_THIRTY),
    /** The plan of each incident that was made last. */
    async plans() {
      const all = await incidents.listSince(TEN_THIRTY);
      const made = await Promise.all(all.map(({ incidentId }) => plans.listOf(incidentId)));
      return made.flatMap((each) => each.at(-1) ?? []);
    },
    asked: () => approvals.listRequested(),
    isAsked: async () => (await approvals.listRequested()).length > 0,
    isClosed: async () => {
      const all = await incidents.listSince(TEN_THIRTY);
      return all.length > 0 && all.every(({ closedAt }) => closedAt !== undefined);
    },
    /** What an ended execution must have given back. */
    async rights() {
      return { leases: await leases.listHeld(), slots: (await budget.find()).slots };
    },
    violations: () => judge.conclude({ isSettled: true }),
    answer: ({ approvalId, planHash }: Approval, verdict: 'approve' | 'deny') =>
      answerApproval(loop.ports, { approvalId, planHash, by: LOCAL_OPERATOR, verdict }),
  };
}
