// The world of the use cases' tests: the real stores over a database in memory, resources that answer every action with
// its expected effect, and surroundings that remember what they were told. Anything can be made to fail once.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import type { EventBus, Page, PollQueue, Recoveries } from '#application/ports/operations.ts';
import type { Actuator, ResourceReader } from '#application/ports/recovery.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import type { FlagName } from '#contracts/flags.ts';
import type { LogEvent } from '#contracts/log-events.ts';
import { Settings } from '#contracts/settings.ts';
import type { Action } from '#domain/action/action.ts';
import { expectedState } from '#domain/action/definitions.ts';
import type { Anomaly, Evidence } from '#domain/anomaly/anomaly.ts';
import { NotFoundError } from '#domain/errors.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import type { ExecutionId, Instant, ResourceId, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { ResourceDescription, ResourceState } from '#domain/resource/resource.ts';
import { IndicatorName, type IndicatorValues } from '#domain/signal/indicator.ts';
import { LAST_RESORT, STRATEGIES } from '#strategies/registry.ts';
import {
  anomaly,
  CART,
  CART_ECS,
  CHECKOUT,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  evidence,
  healthRecord,
  incident,
  manualClock,
  minute,
  NOON,
  resourceDescription,
} from '../builders.ts';

/** The shop in mode auto: checkout calls cart; ana, ben and cem may approve. */
export function shopSettings(overrides: Partial<Settings> = {}): Settings {
  const cart = { id: CART, resources: [CART_ECS] };
  const checkout = {
    id: CHECKOUT,
    tier: 'critical',
    resources: [CHECKOUT_ECS, CHECKOUT_CONFIG],
    dependsOn: [CART],
    trafficShare: 0.1,
  };
  const approvals = { approvers: ['ana', 'ben', 'cem'] };
  const document = { version: 1, mode: 'auto', services: [checkout, cart], approvals };
  return { ...Settings.parse(document), ...overrides };
}

/** What a healthy minute of a service shows. */
export const WELL: IndicatorValues = {
  'error-share': 0.001,
  'latency-p50': 0.04,
  'latency-p99': 0.18,
  throughput: 120,
  'healthy-share': 1,
  cpu: 40,
  memory: 50,
};

export type TestWorld = ReturnType<typeof makeWorld>;

/** A fresh world at noon. */
export function makeWorld(overrides: Partial<Settings> = {}) {
  const clock = manualClock();
  const stores = makeSqliteStores(openDatabase(':memory:'), clock);
  const resources = makeResources();
  const surroundings = makeSurroundings();
  const flagsOff = new Set<FlagName>();
  let settings = shopSettings(overrides);

  const deps = {
    ...stores,
    clock,
    settings: { current: async () => settings },
    flags: { isOn: async (flag: FlagName) => !flagsOff.has(flag) },
    resources: resources.reader,
    actuator: resources.actuator,
    ...surroundings.ports,
    strategies: STRATEGIES,
    lastResort: LAST_RESORT,
  };

  return {
    deps,
    clock,
    resources,
    flagsOff,
    ...surroundings.seen,
    changeSettings: (changed: Partial<Settings>) => {
      settings = { ...settings, ...changed };
    },
    currentSettings: () => settings,
    /** Stores one minute after the other, each as told, `from` minutes after noon to `to` (exclusive). */
    async live(serviceId: ServiceId, from: number, to: number, indicators: IndicatorValues = WELL) {
      for (let each = from; each < to; each++) {
        await deps.health.put(healthMinute(serviceId, each, indicators));
      }
    },
    async events(incidentId: Parameters<typeof stores.incidents.timeline>[0]) {
      return (await stores.incidents.timeline(incidentId)).map(({ event }) => event as LogEvent);
    },
    async audited() {
      return (await stores.audit.read(0, 1000)).map(({ record }) => record.event);
    },
  };
}

export interface IllnessOptions {
  readonly untilMinute?: number;
  /** What cart shows since noon, and until when anything is known of it. */
  readonly cart?: IndicatorValues;
  readonly cartUntilMinute?: number;
}

/** Three hours of well-being of the whole shop, then checkout, and perhaps cart, shows symptoms from noon until `untilMinute`. */
export async function fallIll(
  world: TestWorld,
  symptoms: IndicatorValues,
  { untilMinute = 6, cart = {}, cartUntilMinute = untilMinute }: IllnessOptions = {},
): Promise<Anomaly> {
  await world.live(CHECKOUT, -180, 0);
  await world.live(CHECKOUT, 0, untilMinute, { ...WELL, ...symptoms });
  await world.live(CART, -180, Math.min(0, cartUntilMinute));
  await world.live(CART, 0, cartUntilMinute, { ...WELL, ...cart });
  const found = anomaly({ at: minute(2), onsetAt: NOON, evidence: evidenceOf(symptoms) });
  await world.deps.anomalies.put(found);
  world.clock.advance(untilMinute * 60 + 90);
  return found;
}

/** Every symptom as evidence, against what is usual. */
function evidenceOf(symptoms: IndicatorValues): readonly Evidence[] {
  return Object.entries(symptoms).map(([name, value]) => {
    const indicator = IndicatorName.parse(name);
    const expected = WELL[indicator] ?? 0;
    const direction = indicator === 'healthy-share' ? 'below' : 'above';
    return evidence({ indicator, value, expected, lower: expected * 0.8, upper: expected * 1.5, direction });
  });
}

/** An incident of checkout for an anomaly, in the state that a step expects. */
export async function openFor(
  world: TestWorld,
  found: Anomaly,
  changes: Partial<Incident> = {},
): Promise<Incident> {
  const opened = incident({
    anomalyIds: [found.anomalyId],
    evidence: { [CHECKOUT]: found.evidence },
    onsetAt: found.onsetAt,
    openedAt: found.at,
    lastAnomalyAt: found.at,
    ...changes,
  });
  await world.deps.incidents.create(opened);
  return opened;
}

/** One health record `minutes` after noon. */
export function healthMinute(
  serviceId: ServiceId,
  minutes: number,
  indicators: IndicatorValues,
): HealthRecord {
  return healthRecord({ serviceId, at: (NOON + minutes * 60_000) as Instant, indicators });
}

function makeResources() {
  const descriptions = new Map<ResourceId, ResourceDescription>();
  const unreadable = new Set<ResourceId>();
  const applied: Action[] = [];
  const tokens: string[] = [];
  let nextFailure: Error | undefined;
  let deployments = 1;

  const describe = (resourceId: ResourceId, changes: Partial<ResourceDescription> = {}) => {
    const known = descriptions.get(resourceId) ?? resourceDescription({ resourceId });
    descriptions.set(resourceId, { ...known, ...changes });
  };
  describe(CHECKOUT_ECS);
  describe(CART_ECS);

  const reader: ResourceReader = {
    async describe(resourceId) {
      const description = unreadable.has(resourceId) ? undefined : descriptions.get(resourceId);
      if (!description) throw new NotFoundError(`There is no resource ${resourceId}`);
      return description;
    },
  };
  const actuator: Actuator = {
    async apply(action, clientToken) {
      tokens.push(clientToken);
      const failure = nextFailure;
      nextFailure = undefined;
      if (failure) throw failure;
      applied.push(action);
      const { state } = await reader.describe(action.resourceId);
      describe(action.resourceId, { state: effect(action, state, ++deployments) });
    },
  };
  return {
    reader,
    actuator,
    describe,
    unreadable,
    applied,
    tokens,
    stateOf: (resourceId: ResourceId) => descriptions.get(resourceId)?.state,
    failNextApply: (error: Error) => {
      nextFailure = error;
    },
  };
}

/** As the action's definition says; a deployment also gets a new id. */
function effect(action: Action, before: ResourceState, deployment: number): ResourceState {
  const after = expectedState(action, before);
  const deploys =
    action.kind === 'ecs-service/force-new-deployment' || action.kind === 'ecs-service/set-task-definition';
  return deploys && after.type === 'ecs-service'
    ? { ...after, deploymentId: `deployment-${deployment}` }
    : after;
}

function makeSurroundings() {
  const published: FleetmedicEvent[] = [];
  const pages: Page[] = [];
  const started: ExecutionId[] = [];
  const ended = new Set<ExecutionId>();
  const answers: { readonly taskToken: string; readonly outcome: string }[] = [];
  const counted: Record<string, number> = {};
  const logged: LogEvent[] = [];

  const bus: EventBus = {
    async publish(events) {
      published.push(...events);
    },
  };
  const recoveries: Recoveries = {
    async start(executionId) {
      if (!started.includes(executionId)) started.push(executionId);
    },
    async answer(taskToken, { outcome }) {
      const isFirst = !answers.some((answer) => answer.taskToken === taskToken);
      if (isFirst) answers.push({ taskToken, outcome });
      return isFirst;
    },
    async stop(executionId) {
      ended.add(executionId);
    },
    async isRunning(executionId) {
      return started.includes(executionId) && !ended.has(executionId);
    },
  };
  const log = {
    record: (event: LogEvent) => {
      logged.push(event);
    },
    count: (metric: string, value: number) => {
      counted[metric] = (counted[metric] ?? 0) + value;
    },
  };
  const pollQueue: PollQueue = { send: async () => undefined };
  const pager = {
    async page(page: Page) {
      pages.push(page);
    },
  };
  return {
    ports: { bus, recoveries, pollQueue, log, pager },
    seen: { published, pages, started, ended, answers, counted, logged },
  };
}
