// What `plan-polls` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makePollQueue } from '#runtime/aws/observe.ts';
import { makePager, makeRecoveries } from '#runtime/aws/people.ts';
import { handler as planPolls } from './handler.ts';

export const handler = lambda(planPolls, () => {
  const { environment, ports } = makeBase('plan-polls');
  return {
    ...ports,
    pollQueue: makePollQueue(environment),
    recoveries: makeRecoveries(environment),
    pager: makePager(environment),
  };
});
