// What `receive-signal` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makePollQueue } from '#runtime/aws/observe.ts';
import { makeResources } from '#runtime/aws/resources.ts';
import { handler as receiveSignal } from './handler.ts';

export const handler = lambda(receiveSignal, () => {
  const { environment, ports } = makeBase('receive-signal');
  return { ...ports, resources: makeResources(), pollQueue: makePollQueue(environment) };
});
