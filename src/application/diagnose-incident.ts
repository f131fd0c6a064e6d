// Step "Diagnose incident": evidence, changes, topology and time to ranked hypotheses, or to the admission that a person
// has to look.

import { type DiagnoseDeps, diagnose } from '#application/recovery/diagnose.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  requireIncident,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { type RecallDeps, recallCase } from '#application/recovery/recall-case.ts';
import type { DiagnoseInput, DiagnoseOutput } from '#contracts/steps/recovery.ts';

export interface DiagnoseIncidentDeps extends DiagnoseDeps, RecallDeps, IncidentRecordDeps {}

/** Diagnoses once; delivered again, it answers what was found the first time. */
export async function diagnoseIncident(
  deps: DiagnoseIncidentDeps,
  { incidentId }: DiagnoseInput,
): Promise<DiagnoseOutput> {
  const incident = await requireIncident(deps, incidentId);
  const earlier = await deps.diagnoses.find(incidentId);
  if (earlier && incident.state !== 'open') return { outcome: earlier.outcome };
  const found = await diagnose(deps, incident);
  const { services } = await deps.settings.current();
  const pastCase = await recallCase(deps, incident, { diagnosis: found.diagnosis, services });
  const diagnosis = { ...found.diagnosis, ...(pastCase && { pastCase }) };
  await deps.diagnoses.put(diagnosis);
  const moved = await moveIncident(deps, incidentId, 'diagnosed');
  if (moved) {
    const { summary, hypotheses, impact, voices, outcome } = diagnosis;
    await writeNote(deps, incidentId, {
      event: 'incident-diagnosed',
      summary,
      detail: { hypotheses, impact, voices, outcome, ...(pastCase && { pastCase }) },
    });
  }
  return { outcome: diagnosis.outcome };
}
