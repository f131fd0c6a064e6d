// Incidents of checkout that were mended, for the trials of models that judge what was at fault.

import { buildExecutionId, buildPlanId } from '#contracts/naming.ts';
import type { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { type IncidentId, secondsAfter } from '#domain/ids.ts';
import { attempt, diagnosis, incident, outcome, plan } from '../builders.ts';
import type { TestWorld } from './world.ts';

const HOUR = 3600;

/** So many, an hour apart, each mended as the plan says and diagnosed with what is kept of a trial; their ids in order. */
export async function liveMended(
  { deps, clock }: TestWorld,
  count: number,
  keptOf: (index: number) => Pick<KeptDiagnosis, 'shadow' | 'shadowTypes'>,
): Promise<readonly IncidentId[]> {
  const ids: IncidentId[] = [];
  for (let index = 0; index < count; index++) {
    const openedAt = secondsAfter(clock.now(), 60);
    clock.advance(HOUR);
    const { incidentId } = incident({ openedAt });
    const executionId = buildExecutionId(incidentId);
    const closedAt = secondsAfter(openedAt, 600);
    await deps.incidents.create(incident({ openedAt, closedAt, state: 'resolved' }));
    await deps.outcomes.put(outcome({ incidentId, at: closedAt, attempts: [attempt()] }));
    await deps.plans.put(plan({ incidentId, executionId, planId: buildPlanId(executionId, 1, 0) }));
    await deps.diagnoses.put({ ...diagnosis({ incidentId }), ...keptOf(index) });
    ids.push(incidentId);
  }
  return ids;
}
