// What `verify-recovery` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeResources } from '#runtime/aws/resources.ts';
import { handler as verifyRecovery } from './handler.ts';

export const handler = lambda(verifyRecovery, () => ({
  ...makeBase('verify-recovery').ports,
  resources: makeResources(),
}));
