// The managed resources that a recorded component would most likely be: what "would have been offered" is asked about.
// They are guesses by name and exist nowhere.

import { buildResourceId } from '#contracts/naming.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';

/** X-Ray's name for a container service ends so. */
const CONTAINER_SERVICE = /_AWS::ECS::\w+$/;
/** A small service with room to grow and a version to go back to that is a day old: nothing speaks for or against it. */
const TASKS = 2;
const MOST_TASKS = 10;
const VERSION_AGE_SECONDS = 86_400;

/** Resources as a managed service would have them; none for what no strategy can change. */
export function shadowResources(component: string, now: Instant): readonly ResourceDescription[] {
  if (!CONTAINER_SERVICE.test(component)) return [];
  const name = component.replace(CONTAINER_SERVICE, '').replaceAll('/', '%2F');
  const shared = {
    tags: { 'fleetmedic:managed': 'true' },
    controller: 'ecs',
    isDeploymentInProgress: false,
  } as const;
  const previousVersion = {
    version: `${name}:1`,
    replacedAt: secondsAfter(now, -VERSION_AGE_SECONDS),
    isRollbackSafe: true,
  };
  return [
    {
      ...shared,
      resourceId: buildResourceId({ type: 'ecs-service', scope: 'hypothetical', name }),
      state: {
        type: 'ecs-service',
        desiredCount: TASKS,
        taskDefinition: `${name}:2`,
        deploymentId: 'hypothetical',
      },
      runningCount: TASKS,
      minimumHealthyPercent: 100,
      previousVersion,
    },
    {
      ...shared,
      resourceId: buildResourceId({ type: 'scalable-target', scope: 'hypothetical', name }),
      state: { type: 'scalable-target', minCapacity: TASKS, maxCapacity: MOST_TASKS },
    },
  ];
}
