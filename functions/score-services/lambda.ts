// What `score-services` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it and
// those that trainings have made since.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { loadDeployedModels } from '#runtime/aws/model.ts';
import { makeMetrics, makeVersions } from '#runtime/aws/observe.ts';
import { handler as scoreServices } from './handler.ts';

export const handler = lambda(scoreServices, async () => {
  const { environment, ports } = makeBase('score-services');
  const models = await loadDeployedModels({ ...ports, versions: makeVersions(environment) });
  return { ...ports, metrics: makeMetrics(), ...models };
});
