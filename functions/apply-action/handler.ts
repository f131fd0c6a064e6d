// Step "Apply action" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { applyAction } from '#application/apply-action.ts';
import { ApplyActionInput, ApplyActionOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'apply-action', input: ApplyActionInput, output: ApplyActionOutput },
  applyAction,
);
