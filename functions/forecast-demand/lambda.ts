// What `forecast-demand` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it.

import { makeBase } from '#runtime/aws/base.ts';
import { loadDeployedForecasters } from '#runtime/aws/forecast-model.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeMetrics } from '#runtime/aws/observe.ts';
import { makeRecoveries } from '#runtime/aws/people.ts';
import { makeResources } from '#runtime/aws/resources.ts';
import { handler as forecastDemand } from './handler.ts';

export const handler = lambda(forecastDemand, async () => {
  const { environment, ports } = makeBase('forecast-demand');
  return {
    ...ports,
    metrics: makeMetrics(),
    resources: makeResources(),
    recoveries: makeRecoveries(environment),
    ...(await loadDeployedForecasters(ports.log)),
  };
});
