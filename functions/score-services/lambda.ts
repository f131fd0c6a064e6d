// What `score-services` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it and
// those that trainings have made since; bound anew when another training has ended.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { loadDeployedModels } from '#runtime/aws/model.ts';
import { makeMetrics, makeVersions } from '#runtime/aws/observe.ts';
import { watchNewestVersion } from '#runtime/newest-version.ts';
import { handler as scoreServices } from './handler.ts';

export const handler = lambda(scoreServices, async () => {
  const { environment, ports } = makeBase('score-services');
  const versions = makeVersions(environment);
  const { newest, ...models } = await loadDeployedModels({ ...ports, versions });
  const isOutdated = watchNewestVersion({ ...ports, versions }, newest);
  return { ...ports, metrics: makeMetrics(), ...models, isOutdated };
});
