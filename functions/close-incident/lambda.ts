// What `close-incident` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makePager } from '#runtime/aws/people.ts';
import { handler as closeIncident } from './handler.ts';

export const handler = lambda(closeIncident, () => {
  const { environment, ports } = makeBase('close-incident');
  return { ...ports, pager: makePager(environment) };
});
