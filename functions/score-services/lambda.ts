// What `score-services` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { loadDeployedModels } from '#runtime/aws/model.ts';
import { makeMetrics } from '#runtime/aws/observe.ts';
import { handler as scoreServices } from './handler.ts';

export const handler = lambda(scoreServices, async () => {
  const { ports } = makeBase('score-services');
  return { ...ports, metrics: makeMetrics(), ...(await loadDeployedModels(ports)) };
});
