// A person asks for a recovery of a service (M94), or the forecaster for capacity ahead of a spike (M56). It is an incident
// like any other, with all guardrails; only who asked is known, and may not approve it.

import { createIncident, type OpenIncidentDeps } from '#application/open-incident.ts';
import type { AuditLog } from '#application/ports/recovery.ts';
import { writeNote } from '#application/recovery/incident-record.ts';
import { buildExecutionId, buildIncidentId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import { describeSpike, type ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import {
  type ExecutionId,
  type IncidentId,
  type Instant,
  type ServiceId,
  secondsAfter,
} from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { titleOf } from '#domain/incident/symptom.ts';
import { resolveMode } from '#domain/mode/mode.ts';
import { letsAct } from '#domain/plan/choice.ts';
import type { StrategyName } from '#domain/plan/plan.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

export interface RequestRecoveryDeps extends OpenIncidentDeps {
  readonly audit: AuditLog;
}

export interface RecoveryRequest {
  /** The authenticated principal. */
  readonly by: string;
  readonly serviceId: ServiceId;
  /** Left to the plan when absent. */
  readonly strategy?: StrategyName | undefined;
  readonly reason?: string | undefined;
  /** What the forecaster asks for; it may ask in every mode, for suggesting is all that some of them do. */
  readonly foreseen?: ForeseenSpike | undefined;
  /** The forecast was made without its model: nothing automatic follows (M40). */
  readonly isFallback?: boolean | undefined;
}

export interface RequestRefusal {
  readonly reason: 'unknown-service' | 'mode' | 'already-open';
  readonly detail: string;
  /** The incident that is there already. */
  readonly incidentId?: IncidentId;
}

export interface RequestedRecovery {
  readonly incidentId: IncidentId;
  readonly executionId: ExecutionId;
}

/** Opens the incident and starts its recovery, or says why not. */
export async function requestRecovery(
  deps: RequestRecoveryDeps,
  request: RecoveryRequest,
): Promise<Result<RequestedRecovery, RequestRefusal>> {
  const settings = await deps.settings.current();
  const refusal = await findRefusal(deps, request, settings);
  if (refusal) return refuse(refusal);
  const incident = newRequest(request, deps.clock.now());
  const existing = await createIncident(deps, incident);
  if (existing) return refuse(alreadyOpen(existing));
  await announce(deps, incident, request);
  const { incidentId, executionId } = incident;
  await deps.recoveries.start(executionId, incidentId);
  return ok({ incidentId, executionId });
}

async function findRefusal(
  { incidents }: RequestRecoveryDeps,
  { serviceId, strategy, foreseen }: RecoveryRequest,
  settings: Settings,
): Promise<RequestRefusal | undefined> {
  const service = settings.services.find(({ id }) => id === serviceId);
  if (!service) {
    const known = settings.services.map(({ id }) => id).join(', ');
    return { reason: 'unknown-service', detail: `No service "${serviceId}" is watched; there are ${known}` };
  }
  const own = strategy === undefined ? undefined : service.strategies[strategy];
  const mode = resolveMode([settings.mode, service.mode, own]);
  if (!foreseen && !letsAct(mode)) {
    return {
      reason: 'mode',
      detail: `${serviceId} is in mode ${mode}: nothing is changed. Set it to approve or auto.`,
    };
  }
  const open = (await incidents.listOpen()).find(({ serviceIds }) => serviceIds.includes(serviceId));
  return open && alreadyOpen(open);
}

function alreadyOpen({ incidentId, state }: Incident): RequestRefusal {
  return { reason: 'already-open', detail: `${incidentId} covers it already and is ${state}`, incidentId };
}

function newRequest(request: RecoveryRequest, now: Instant): Incident {
  const { serviceId, by, strategy, foreseen } = request;
  // One for each spike; a second before it, because an anomaly of its first minute may have an incident of its own.
  const begunAt = foreseen ? secondsAfter(foreseen.spikeAt, -1) : now;
  const incidentId = buildIncidentId(serviceId, begunAt);
  return {
    incidentId,
    version: 1,
    state: 'open',
    severity: 'SEV-4',
    title: foreseen ? `${serviceId}: ${describeSpike(foreseen)}` : titleOf(serviceId, []),
    serviceId,
    serviceIds: [serviceId],
    anomalyIds: [],
    evidence: {},
    requestedBy: by,
    ...(strategy === undefined ? {} : { requestedStrategy: strategy }),
    ...(foreseen && { foreseen }),
    onsetAt: now,
    openedAt: now,
    lastAnomalyAt: now,
    executionId: buildExecutionId(incidentId),
    isFallback: request.isFallback ?? false,
  };
}

async function announce(
  deps: RequestRecoveryDeps,
  incident: Incident,
  { by, serviceId, strategy, reason }: RecoveryRequest,
): Promise<void> {
  const { incidentId } = incident;
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'recovery-requested',
    actor: by,
    subject: incidentId,
    detail: { serviceId, strategy: strategy ?? null, reason: reason ?? null },
  });
  const how = strategy === undefined ? '' : ` by ${strategy}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const summary = `${by} asked for a recovery of ${serviceId}${how}${why}`;
  await writeNote(deps, incidentId, { event: 'recovery-requested', summary });
  await deps.bus.publish([{ type: 'incident-changed', incident }]);
}
