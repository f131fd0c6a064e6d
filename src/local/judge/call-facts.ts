// All that the judge looks at when a mutating call is about to reach the plant: the plant's truth and what is stored at
// that very moment, read by itself.

import type { SqliteStores } from '#adapters/sqlite/stores.ts';
import { metricQueriesFor, parseClientToken } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Action } from '#domain/action/action.ts';
import type { Approval } from '#domain/approval/approval.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';
import type { Capture } from '#domain/capture/capture.ts';
import { type ExecutionId, type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Lease } from '#domain/lease/lease.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { StopSwitchState } from '#domain/switch/stop-switch.ts';
import type { Fleet, PlantCall } from '#local/fleet/fleet.ts';

export interface CallFacts {
  readonly at: Instant;
  readonly action: Action;
  readonly clientToken: string;
  readonly executionId: ExecutionId;
  readonly isRollback: boolean;
  readonly settings: Settings;
  /** The plant's own description of the resource. */
  readonly truth: ResourceDescription;
  /** Newest published user-visible point of the service that is acted on. */
  readonly newestPointAt: Instant | undefined;
  readonly capture: Capture | undefined;
  readonly plan: Plan | undefined;
  readonly incident: Incident | undefined;
  readonly approvals: readonly Approval[];
  readonly lease: Lease | undefined;
  readonly stopSwitch: StopSwitchState;
  readonly intended: AuditEntry | undefined;
  readonly openIncidents: readonly Incident[];
  readonly earlierCalls: readonly PlantCall[];
}

export interface JudgeSources {
  readonly fleet: Fleet;
  readonly stores: SqliteStores;
  readonly settings: Settings;
  now(): Instant;
}

/** A call that no execution of ours signed has no facts to be judged by. */
export async function gatherCallFacts(
  sources: JudgeSources,
  action: Action,
  clientToken: string,
): Promise<CallFacts | undefined> {
  const token = parseClientToken(clientToken);
  if (!token) return undefined;
  const { fleet, stores, settings } = sources;
  const at = sources.now();
  const capture = await stores.captures.find(token.executionId, token.step);
  const incident = await findIncident(stores, token.executionId, at);
  const plan = incident && (await planOf(stores, incident, action));
  return {
    at,
    action,
    clientToken,
    executionId: token.executionId,
    isRollback: token.step.startsWith('rollback'),
    settings,
    truth: fleet.describe(action.resourceId),
    newestPointAt: plan && newestPoint(fleet, settings, { serviceId: plan.serviceId, at }),
    capture,
    plan,
    incident,
    approvals: incident ? await stores.approvals.listOf(incident.incidentId) : [],
    lease: await stores.leases.find(action.resourceId),
    stopSwitch: await stores.stopSwitch.read(),
    intended: await findIntent(stores, clientToken, token.step),
    openIncidents: await stores.incidents.listOpen(),
    earlierCalls: fleet.calls().filter(({ by }) => by === 'fleetmedic'),
  };
}

/** Far enough back for any incident that can still be open. */
const INCIDENT_LOOK_BACK_SECONDS = 4 * 24 * 3600;

async function findIncident(
  stores: SqliteStores,
  executionId: ExecutionId,
  at: Instant,
): Promise<Incident | undefined> {
  const incidents = await stores.incidents.listSince(secondsAfter(at, -INCIDENT_LOOK_BACK_SECONDS));
  return incidents.find((incident) => incident.executionId === executionId);
}

/** The newest plan that names the action or, for a rollback, its resource. */
async function planOf(
  stores: SqliteStores,
  { incidentId }: Incident,
  { resourceId }: Action,
): Promise<Plan | undefined> {
  const plans = await stores.plans.listOf(incidentId);
  return plans.findLast(({ actions }) => actions.some(({ action }) => action.resourceId === resourceId));
}

/** How far back the newest point is looked for. */
const POINT_LOOK_BACK_SECONDS = 3600;

function newestPoint(
  fleet: Fleet,
  { services }: Settings,
  { serviceId, at }: { readonly serviceId: ServiceId; readonly at: Instant },
): Instant | undefined {
  const resources = services.find(({ id }) => id === serviceId)?.resources ?? [];
  const series = fleet.readMetrics(
    resources.flatMap((resourceId) => metricQueriesFor(resourceId)),
    secondsAfter(at, -POINT_LOOK_BACK_SECONDS),
    at,
  );
  const newest = series.flatMap(({ points }) => points.at(-1)?.at ?? []);
  return newest.length === 0
    ? undefined
    : newest.reduce((latest, point) => (point > latest ? point : latest));
}

/** The intent's detail names the step; the newest one counts. */
async function findIntent(
  stores: SqliteStores,
  clientToken: string,
  step: string,
): Promise<AuditEntry | undefined> {
  const entries = await stores.audit.read(0, Number.MAX_SAFE_INTEGER);
  return entries.findLast(
    ({ record }) =>
      record.event === 'action-intended' &&
      clientToken.startsWith(record.subject) &&
      (record.detail['step'] === step || record.detail['clientToken'] === clientToken),
  );
}
