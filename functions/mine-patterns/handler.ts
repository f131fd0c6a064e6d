// Every day: looks for patterns in the last days, and for services that move together. Parse, call, shape.

import { minePatterns } from '#application/patterns/mine-patterns.ts';
import { MinePatternsInput, MinePatternsOutput } from '#contracts/steps/observe.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'mine-patterns', input: MinePatternsInput, output: MinePatternsOutput },
  minePatterns,
);
