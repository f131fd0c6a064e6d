// What `roll-back` is on AWS: the handler, bound to its adapters. Deployed once per strategy, each with a role that can do no more
// than that strategy does.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeActuator, makeResources } from '#runtime/aws/resources.ts';
import { handler as rollBack } from './handler.ts';

export const handler = lambda(rollBack, () => {
  const { environment, ports } = makeBase('roll-back');
  return { ...ports, resources: makeResources(), actuator: makeActuator(environment) };
});
