// Step "Diagnose incident" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { diagnoseIncident } from '#application/diagnose-incident.ts';
import { DiagnoseInput, DiagnoseOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'diagnose-incident', input: DiagnoseInput, output: DiagnoseOutput },
  diagnoseIncident,
);
