// Step "Roll back" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { rollBack } from '#application/roll-back.ts';
import { RollBackInput, RollBackOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step({ name: 'roll-back', input: RollBackInput, output: RollBackOutput }, rollBack);
