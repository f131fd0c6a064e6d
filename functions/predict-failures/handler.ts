// Every five minutes: predicts failures of the services that have their turn, and scores earlier predictions. Parse, call,
// shape.

import { predictFailures } from '#application/predict-failures.ts';
import { PredictFailuresInput, PredictFailuresOutput } from '#contracts/steps/observe.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'predict-failures', input: PredictFailuresInput, output: PredictFailuresOutput },
  predictFailures,
);
