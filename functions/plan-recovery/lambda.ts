// What `plan-recovery` is on AWS: the handler, bound to its adapters. It diagnoses anew, so the models are beside it as well.

import { makeBase } from '#runtime/aws/base.ts';
import { loadDiagnosisModels } from '#runtime/aws/diagnosis-models.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeResources } from '#runtime/aws/resources.ts';
import { handler as planRecovery } from './handler.ts';

export const handler = lambda(planRecovery, async () => {
  const { ports } = makeBase('plan-recovery');
  return { ...ports, resources: makeResources(), ...(await loadDiagnosisModels(ports.log)) };
});
