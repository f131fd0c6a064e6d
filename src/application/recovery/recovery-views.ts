// What is seen of an incident's services, with the limits each must come back to: read for verification, and to notice
// that the trouble is over before anything is done.

import type { HealthStore } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { allCallersOf } from '#domain/service/topology.ts';
import { judgeRecovery, type ServiceView } from '#domain/verification/judge.ts';
import { limitsOf } from '#domain/verification/limits.ts';

/** Health before the act that verdicts compare with, and some more for lost minutes. */
const BEFORE_SECONDS = 600;
/** The newest minute is still open: its start may lie up to this far ahead of what is asked for. */
const AHEAD_SECONDS = 60;

/**
 * The services that a plan must mend: the one it changes, the one the incident began on, and those of its services that
 * call the changed one. All of its services without a plan. What cannot have the same cause does not stand in the way.
 */
export function servicesToMend(
  incident: Incident,
  plan: Plan | undefined,
  settings: Settings,
): readonly ServiceId[] {
  if (!plan) return incident.serviceIds;
  const callers = allCallersOf(settings.services, plan.serviceId);
  const members = incident.serviceIds.filter((id) => id === incident.serviceId || callers.includes(id));
  return [...new Set([plan.serviceId, ...members])];
}

/** The views of some services of an incident, from before `actAt` until now. */
export async function readViews(
  { health }: { readonly health: HealthStore },
  incident: Incident,
  {
    serviceIds,
    actAt,
    now,
  }: { readonly serviceIds: readonly ServiceId[]; readonly actAt: Instant; readonly now: Instant },
): Promise<readonly ServiceView[]> {
  const [from, to] = [secondsAfter(actAt, -BEFORE_SECONDS), secondsAfter(now, AHEAD_SECONDS)];
  return Promise.all(
    serviceIds.map(async (serviceId) => ({
      serviceId,
      health: await health.list(serviceId, from, to),
      limits: limitsOf(incident.evidence[serviceId] ?? []),
    })),
  );
}

/** Whether all services of the incident are back by themselves. What a person asked for is not second-guessed. */
export async function isOverByItself(
  deps: { readonly health: HealthStore },
  incident: Incident,
  { settings, now }: { readonly settings: Settings; readonly now: Instant },
): Promise<boolean> {
  if (incident.requestedBy !== undefined) return false;
  const actAt = incident.onsetAt;
  const views = await readViews(deps, incident, { serviceIds: incident.serviceIds, actAt, now });
  const { goodMinutes } = settings.recovery;
  const { maxDataAgeSeconds } = settings.guardrails;
  return judgeRecovery(views, { now, actAt, goodMinutes, maxDataAgeSeconds }) === 'recovered';
}
