// Step "Begin execution" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { beginExecution } from '#application/begin-execution.ts';
import { BeginInput, BeginOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'begin-execution', input: BeginInput, output: BeginOutput },
  beginExecution,
);
