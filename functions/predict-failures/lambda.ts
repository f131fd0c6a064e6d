// What `predict-failures` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it.

import { makeBase } from '#runtime/aws/base.ts';
import { loadDeployedFailureModels } from '#runtime/aws/failure-model.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeMetrics } from '#runtime/aws/observe.ts';
import { handler as predictFailures } from './handler.ts';

export const handler = lambda(predictFailures, async () => {
  const { ports } = makeBase('predict-failures');
  return { ...ports, metrics: makeMetrics(), ...(await loadDeployedFailureModels(ports.log)) };
});
