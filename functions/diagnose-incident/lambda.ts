// What `diagnose-incident` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { handler as diagnoseIncident } from './handler.ts';

export const handler = lambda(diagnoseIncident, () => makeBase('diagnose-incident').ports);
