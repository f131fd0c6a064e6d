// A strategy to copy: what it does, what it helps against, and when it stands aside. Compiled and tested, not registered.

import { ok, refuse } from '#domain/result.ts';
import { pickResource } from '#strategies/resources.ts';
import type { Strategy } from '#strategies/strategy.ts';

export const template: Strategy = {
  name: 'service-restart',
  remedies: { 'bad-task': { successes: 1, failures: 1 } },

  propose({ resources, service }) {
    const target = pickResource(resources, 'ecs-service');
    if (!target) return refuse({ reason: 'no-data', detail: 'its ECS service could not be read' });
    return ok({
      actions: [{ kind: 'ecs-service/force-new-deployment', resourceId: target.resourceId }],
      summary: `Replace the tasks of ${service.id}`,
    });
  },
};
