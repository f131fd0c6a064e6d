// Step "Plan recovery" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { planRecovery } from '#application/plan-recovery.ts';
import { PlanInput, PlanOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step({ name: 'plan-recovery', input: PlanInput, output: PlanOutput }, planRecovery);
