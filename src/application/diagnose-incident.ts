// Step "Diagnose incident": evidence, changes, topology and time to ranked hypotheses, or to the admission that a person
// has to look.

import type { DiagnosisStore } from '#application/ports/recovery.ts';
import { type DiagnoseDeps, diagnose } from '#application/recovery/diagnose.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  requireIncident,
  writeNote,
} from '#application/recovery/incident-record.ts';
import type { DiagnoseInput, DiagnoseOutput } from '#contracts/steps/recovery.ts';

export interface DiagnoseIncidentDeps extends DiagnoseDeps, IncidentRecordDeps {
  readonly diagnoses: DiagnosisStore;
}

/** Diagnoses once; delivered again, it answers what was found the first time. */
export async function diagnoseIncident(
  deps: DiagnoseIncidentDeps,
  { incidentId }: DiagnoseInput,
): Promise<DiagnoseOutput> {
  const incident = await requireIncident(deps, incidentId);
  const earlier = await deps.diagnoses.find(incidentId);
  if (earlier && incident.state !== 'open') return { outcome: earlier.outcome };
  const { diagnosis } = await diagnose(deps, incident);
  await deps.diagnoses.put(diagnosis);
  const moved = await moveIncident(deps, incidentId, 'diagnosed');
  if (moved) {
    const { summary, hypotheses, impact } = diagnosis;
    await writeNote(deps, incidentId, {
      event: 'incident-diagnosed',
      summary,
      detail: { hypotheses, impact, outcome: diagnosis.outcome },
    });
  }
  return { outcome: diagnosis.outcome };
}
