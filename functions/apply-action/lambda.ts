// What `apply-action` is on AWS: the handler, bound to its adapters. Deployed once per strategy, each with a role that can do no more
// than that strategy does.

import { makeBase } from '#runtime/aws/base.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { makeActuator, makeResources } from '#runtime/aws/resources.ts';
import { handler as applyAction } from './handler.ts';

export const handler = lambda(applyAction, () => {
  const { environment, ports } = makeBase('apply-action');
  return { ...ports, resources: makeResources(), actuator: makeActuator(environment) };
});
