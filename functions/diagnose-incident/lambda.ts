// What `diagnose-incident` is on AWS: the handler, bound to its adapters, with the models that were deployed beside it.

import { makeBase } from '#runtime/aws/base.ts';
import { loadDiagnosisModels } from '#runtime/aws/diagnosis-models.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { handler as diagnoseIncident } from './handler.ts';

export const handler = lambda(diagnoseIncident, async () => {
  const { ports } = makeBase('diagnose-incident');
  return { ...ports, ...(await loadDiagnosisModels(ports.log)) };
});
