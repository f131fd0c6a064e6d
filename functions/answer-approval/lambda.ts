// What `answer-approval` is on AWS: the handler, bound to its adapters.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeRecoveries, makeSecrets } from '#runtime/aws/people.ts';
import { handler as answerApproval } from './handler.ts';

export const handler = lambda(answerApproval, () => {
  const { environment, ports } = makeBase('answer-approval');
  return { ...ports, recoveries: makeRecoveries(environment), secrets: makeSecrets(environment) };
});
