// What `serve-api` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { handler as serveApi } from './handler.ts';

export const handler = lambda(serveApi, () => makeBase('serve-api').ports);
