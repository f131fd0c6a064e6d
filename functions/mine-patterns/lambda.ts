// What `mine-patterns` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { handler as minePatterns } from './handler.ts';

export const handler = lambda(minePatterns, () => makeBase('mine-patterns').ports);
