// Every minute: forecasts the demand of the services whose turn it is, and asks for capacity ahead of spikes. Parse, call,
// shape.

import { forecastDemand } from '#application/forecast-demand.ts';
import { ForecastDemandInput, ForecastDemandOutput } from '#contracts/steps/observe.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'forecast-demand', input: ForecastDemandInput, output: ForecastDemandOutput },
  forecastDemand,
);
