// A story with one mutating call on a quiet fleet, and a judge that watches it. Everything about the call is in order
// unless a test says otherwise: each test plants one violation.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { buildClientToken, buildExecutionId, buildIncidentId, buildPlanId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Action } from '#domain/action/action.ts';
import { invertAction } from '#domain/action/definitions.ts';
import type { Approval } from '#domain/approval/approval.ts';
import type { Capture } from '#domain/capture/capture.ts';
import { ServiceId } from '#domain/ids.ts';
import type { Incident, IncidentEnd } from '#domain/incident/incident.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Fleet } from '#local/fleet/fleet.ts';
import type { InvariantId } from '#local/judge/invariants.ts';
import { makeJudge } from '#local/judge/judge.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { approval, incident, manualClock, outcome, plan } from '../../builders.ts';
import { minutesAfter, NOON, quietFleet, resource, runMinutes } from '../fleet/builders.ts';

export const CART = ServiceId.parse('cart');
export const CART_ECS = resource('ecs-service/shop/cart');
export const STEP = 'apply-1-0';

/** Long enough for the first points to be published. */
const RUN_MINUTES = 20;
const OPENED_AT = minutesAfter(NOON, 5);
const INCIDENT = buildIncidentId(CART, OPENED_AT);
export const OURS = buildExecutionId(INCIDENT);
export const THEIRS = buildExecutionId(buildIncidentId(ServiceId.parse('search'), OPENED_AT));
export const TOKEN = buildClientToken(OURS, STEP);

/** What a test plants; absent parts are in order, `null` ones are missing. */
export interface Planted {
  readonly action?: Action;
  readonly step?: string;
  readonly incident?: Partial<Incident>;
  readonly plan?: Partial<Plan> | null;
  readonly capture?: Partial<Capture> | null;
  readonly lease?: 'ours' | 'theirs' | 'lapsed' | null;
  readonly approval?: Partial<Approval>;
  readonly isIntended?: boolean;
  readonly settings?: Partial<Settings>;
  /** What the plant says of the resource, in place of the truth. */
  readonly truth?: Partial<ResourceDescription>;
}

export type JudgedStory = ReturnType<typeof judgedStory>;

/** A judged world shortly before its first call. */
export function judgedStory({ settings, truth }: Pick<Planted, 'settings' | 'truth'> = {}) {
  const plant = quietFleet();
  runMinutes(plant, RUN_MINUTES);
  const fleet: Fleet = { ...plant, describe: (id) => ({ ...plant.describe(id), ...truth }) };
  const clock = manualClock(fleet.now());
  const database = openDatabase(':memory:');
  const stores = makeSqliteStores(database, clock);
  const rules = { ...settingsForFleet(fleet.topology, 'auto'), ...settings };
  const judge = makeJudge({ fleet, stores, settings: rules, now: clock.now });

  /** The invariants that were seen violated, each once. */
  async function violated(isSettled = false): Promise<readonly InvariantId[]> {
    const violations = await judge.conclude({ isSettled });
    return [...new Set(violations.map(({ invariant }) => invariant))];
  }

  return { fleet, clock, database, stores, settings: rules, judge, violated };
}

/** Scales cart out by one task. */
export function scaleCart({ fleet }: Pick<JudgedStory, 'fleet'>, by = 1): Action {
  const { state } = fleet.describe(CART_ECS);
  const desiredCount = state.type === 'ecs-service' ? state.desiredCount + by : 0;
  return { kind: 'ecs-service/set-desired-count', resourceId: CART_ECS, desiredCount };
}

/** Goes through with one call as planted: its records, the judge's look, the plant's answer, the entry after it. */
export async function act(story: JudgedStory, planted: Planted = {}): Promise<void> {
  const action = planted.action ?? scaleCart(story);
  const step = planted.step ?? STEP;
  await writeRecords(story, action, { ...planted, step });
  const clientToken = buildClientToken(OURS, step);
  await story.judge.witness(action, clientToken);
  story.fleet.apply(action, { by: 'fleetmedic', clientToken });
  await audit(story, 'action-applied', step);
}

/** Ends the incident of the story, with an outcome that tells it. */
export async function end({ stores, clock }: JudgedStory, state: IncidentEnd): Promise<void> {
  const open = await stores.incidents.find(INCIDENT);
  if (open)
    await stores.incidents.replace({ ...open, version: open.version + 1, state, closedAt: clock.now() });
  await stores.outcomes.put(
    outcome({ incidentId: INCIDENT, executionId: OURS, end: state, at: clock.now() }),
  );
}

async function writeRecords(
  story: JudgedStory,
  action: Action,
  planted: Planted & { step: string },
): Promise<void> {
  const { stores, clock, fleet } = story;
  const before = fleet.describe(action.resourceId).state;
  const inverse = invertAction(action, before);
  const withInverse = inverse && { inverse };
  if (!(await stores.incidents.find(INCIDENT))) await openIncident(story, planted.incident);
  if (planted.plan !== null) {
    const actions = [{ action, plannedFrom: before, ...withInverse, description: 'Scale cart out' }];
    const made = { ...planOf(), actions, createdAt: clock.now(), ...planted.plan };
    await stores.plans.put(made);
    if (planted.approval) await stores.approvals.create(approvalOf(story, planted.approval));
  }
  await takeLease(story, action, planted.lease === undefined ? 'ours' : planted.lease);
  if (planted.capture !== null) {
    const { step } = planted;
    const capture = { executionId: OURS, step, action, before, ...withInverse, at: clock.now() };
    await stores.captures.create({ ...capture, ...planted.capture });
  }
  if (planted.isIntended !== false) await audit(story, 'action-intended', planted.step);
}

async function openIncident({ stores }: JudgedStory, changes: Partial<Incident> = {}): Promise<void> {
  await stores.incidents.create(
    incident({
      serviceId: CART,
      openedAt: OPENED_AT,
      incidentId: INCIDENT,
      state: 'remediating',
      ...changes,
    }),
  );
}

/** Another open incident, on services of its own. */
export async function openOther({ stores }: JudgedStory, name: string, changes: Partial<Incident> = {}) {
  const other = incident({ serviceId: ServiceId.parse(name), openedAt: OPENED_AT, ...changes });
  await stores.incidents.create(other);
  return other;
}

function planOf(): Plan {
  return plan({
    planId: buildPlanId(OURS, 1, 0),
    incidentId: INCIDENT,
    executionId: OURS,
    serviceId: CART,
  });
}

function approvalOf({ clock }: JudgedStory, changes: Partial<Approval>): Approval {
  const { planId, hash } = planOf();
  return approval({
    incidentId: INCIDENT,
    executionId: OURS,
    planId,
    planHash: hash,
    status: 'granted',
    requestedAt: OPENED_AT,
    expiresAt: minutesAfter(clock.now(), 10),
    ...changes,
  });
}

async function takeLease(
  { stores, clock }: JudgedStory,
  { resourceId }: Action,
  whose: 'ours' | 'theirs' | 'lapsed' | null,
): Promise<void> {
  if (whose === null) return;
  await stores.leases.acquire({ resourceId, executionId: whose === 'theirs' ? THEIRS : OURS });
  if (whose === 'lapsed') clock.advance(901);
}

async function audit(
  { stores, clock }: JudgedStory,
  event: 'action-intended' | 'action-applied',
  step: string,
): Promise<void> {
  await stores.audit.append({ at: clock.now(), event, actor: 'fleetmedic', subject: OURS, detail: { step } });
}
