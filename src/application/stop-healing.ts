// The emergency stop: engages the switch first, then stops what runs and hands it to people. Resuming only releases the
// switch; what was stopped stays with people.

import { type CloseIncidentDeps, closeIncident } from '#application/close-incident.ts';
import type { Recoveries, StopSwitch } from '#application/ports/operations.ts';
import type { AuditLog } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { writeNote } from '#application/recovery/incident-record.ts';
import type { IncidentId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';

export interface StopHealingDeps extends CloseIncidentDeps {
  readonly stopSwitch: StopSwitch;
  readonly recoveries: Recoveries;
}

export interface ResumeHealingDeps {
  readonly clock: Clock;
  readonly stopSwitch: StopSwitch;
  readonly audit: AuditLog;
}

export interface SwitchRequest {
  readonly by: string;
  readonly reason: string;
}

export interface StopHealingOutput {
  readonly stopped: readonly IncidentId[];
  /** Could not be stopped cleanly; the switch keeps them from acting all the same. */
  readonly failed: readonly IncidentId[];
}

/** Stops all healing. From the moment the switch is written no mutating call begins, whatever fails after it (I2). */
export async function stopHealing(
  deps: StopHealingDeps,
  { by, reason }: SwitchRequest,
): Promise<StopHealingOutput> {
  const at = deps.clock.now();
  await deps.stopSwitch.write({ isEngaged: true, by, reason, at });
  await deps.audit.append({
    at,
    event: 'stop-engaged',
    actor: by,
    subject: 'stop-switch',
    detail: { reason },
  });
  deps.log.record('stop-engaged', { by, reason });
  const stopped: IncidentId[] = [];
  const failed: IncidentId[] = [];
  for (const incident of await deps.incidents.listOpen()) {
    const isDone = await stopOne(deps, incident, { by, reason }).then(
      () => true,
      () => false,
    );
    (isDone ? stopped : failed).push(incident.incidentId);
  }
  return { stopped, failed };
}

async function stopOne(
  deps: StopHealingDeps,
  { incidentId, executionId }: Incident,
  { by, reason }: SwitchRequest,
): Promise<void> {
  const summary = `${by} stopped all healing: ${reason}`;
  await writeNote(deps, incidentId, { event: 'stop-engaged', summary });
  await deps.recoveries.stop(executionId, summary);
  await closeIncident(deps, { executionId, incidentId, end: 'escalated', reason: 'stopped' });
}

/** Allows healing again. */
export async function resumeHealing(deps: ResumeHealingDeps, { by, reason }: SwitchRequest): Promise<void> {
  const at = deps.clock.now();
  await deps.stopSwitch.write({ isEngaged: false, by, reason, at });
  await deps.audit.append({
    at,
    event: 'stop-released',
    actor: by,
    subject: 'stop-switch',
    detail: { reason },
  });
}
