// What `open-incident` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeRecoveries } from '#runtime/aws/people.ts';
import { handler as openIncident } from './handler.ts';

export const handler = lambda(openIncident, () => {
  const { environment, ports } = makeBase('open-incident');
  return { ...ports, recoveries: makeRecoveries(environment) };
});
