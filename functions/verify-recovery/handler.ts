// Step "Verify recovery" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { verifyRecovery } from '#application/verify-recovery.ts';
import { VerifyInput, VerifyOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'verify-recovery', input: VerifyInput, output: VerifyOutput },
  verifyRecovery,
);
