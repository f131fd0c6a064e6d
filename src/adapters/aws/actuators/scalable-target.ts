// Raises or restores the floor of an ECS service's autoscaling. Registering a target with the same floor again changes
// nothing; what is left out, the ceiling above all, stays as it is.

import {
  type ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { scalableTargetOf } from '#adapters/aws/resources/scalable-target.ts';
import type { ActionOf } from '#domain/action/action.ts';

/** Sends the change. Rejects with the error of the SDK. */
export async function setMinCapacity(
  client: ApplicationAutoScalingClient,
  { resourceId, minCapacity }: ActionOf<'scalable-target/set-min-capacity'>,
): Promise<void> {
  await client.send(
    new RegisterScalableTargetCommand({ ...scalableTargetOf(resourceId), MinCapacity: minCapacity }),
  );
}
