// Changes of an ECS service: one UpdateService each. ECS takes no token of the caller, so the capture before the call
// and one attempt only keep it from happening twice.

import { type ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { parseResourceId } from '#contracts/naming.ts';
import type { ActionOf } from '#domain/action/action.ts';

export type EcsServiceAction = ActionOf<
  'ecs-service/set-desired-count' | 'ecs-service/force-new-deployment' | 'ecs-service/set-task-definition'
>;

/** Sends the change. Rejects with the error of the SDK. */
export async function updateService(client: ECSClient, action: EcsServiceAction): Promise<void> {
  const { scope: cluster, name: service } = parseResourceId(action.resourceId);
  await client.send(new UpdateServiceCommand({ cluster, service, ...changeOf(action) }));
}

function changeOf(action: EcsServiceAction) {
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      return { desiredCount: action.desiredCount };
    case 'ecs-service/force-new-deployment':
      return { forceNewDeployment: true };
    case 'ecs-service/set-task-definition':
      return { taskDefinition: action.taskDefinition };
  }
}
