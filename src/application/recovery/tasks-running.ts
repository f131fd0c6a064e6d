// Whether the tasks that were asked for ahead of a spike run: nothing is ill before it, so that users feel nothing says
// only that no harm was done.

import type { ResourceReader } from '#application/ports/recovery.ts';
import { buildResourceId, parseResourceId } from '#contracts/naming.ts';
import type { Action } from '#domain/action/action.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';

/** True when every service that the plan scales runs as many tasks; false when one does not, or cannot be read. */
export async function areTasksRunning(
  { resources }: { readonly resources: ResourceReader },
  { actions }: Plan,
): Promise<boolean> {
  const wanted = actions.flatMap(({ action }) => tasksWanted(action) ?? []);
  const running = await Promise.all(
    wanted.map(async ({ serviceResourceId, tasks }) => {
      const { runningCount = 0 } = await resources.describe(serviceResourceId);
      return runningCount >= tasks;
    }),
  ).catch(() => [false]);
  return running.every((isEnough) => isEnough);
}

interface WantedTasks {
  readonly serviceResourceId: ResourceId;
  readonly tasks: number;
}

/** A scalable target bears the name of the service that it scales. */
function tasksWanted(action: Action): WantedTasks | undefined {
  const serviceResourceId = buildResourceId({ ...parseResourceId(action.resourceId), type: 'ecs-service' });
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      return { serviceResourceId, tasks: action.desiredCount };
    case 'scalable-target/set-min-capacity':
      return { serviceResourceId, tasks: action.minCapacity };
    default:
      return undefined;
  }
}
