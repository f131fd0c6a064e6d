// Step "Close incident" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { closeIncident } from '#application/close-incident.ts';
import { CloseInput, CloseOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'close-incident', input: CloseInput, output: CloseOutput },
  closeIncident,
);
