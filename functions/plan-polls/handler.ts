// Every minute: sweeps, and sends the services that are due to the scorers. Parse, call, shape.

import { planPolls } from '#application/plan-polls.ts';
import { PlanPollsInput, PlanPollsOutput } from '#contracts/steps/observe.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'plan-polls', input: PlanPollsInput, output: PlanPollsOutput },
  planPolls,
);
