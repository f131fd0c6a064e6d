// What `request-approval` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makePager, makeRecoveries } from '#runtime/aws/people.ts';
import { handler as requestApproval } from './handler.ts';

export const handler = lambda(requestApproval, () => {
  const { environment, ports } = makeBase('request-approval');
  return { ...ports, recoveries: makeRecoveries(environment), pager: makePager(environment) };
});
