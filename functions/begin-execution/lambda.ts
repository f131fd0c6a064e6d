// What `begin-execution` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeResources } from '#runtime/aws/resources.ts';
import { handler as beginExecution } from './handler.ts';

export const handler = lambda(beginExecution, () => ({
  ...makeBase('begin-execution').ports,
  resources: makeResources(),
}));
