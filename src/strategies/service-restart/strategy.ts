// S4 ServiceRestart: replaces all tasks one after the other. It frees what tasks piled up: memory, connections, a stuck
// state. It does not help against load, and costs caches, so it stands aside from everything else.

import { secondsBetween } from '#domain/ids.ts';
import { formatDuration } from '#domain/incident/symptom.ts';
import { ok, refuse } from '#domain/result.ts';
import { type DescriptionOf, pickResource } from '#strategies/resources.ts';
import type { Situation, Strategy } from '#strategies/strategy.ts';

/** A restart that did not last two hours was no remedy: repeating it only hides the defect. */
const REPEAT_SECONDS = 7200;
/** With fewer tasks, a deployment that may stop tasks first takes a third of the capacity or more. */
const TASKS_TO_SPARE = 4;
/** Tasks that the autoscaler has just added are slow until their caches are warm: no bad task yet. */
const WARM_UP_SECONDS = 600;
/** What ECS keeps of the tasks in a deployment when the service does not say. */
const DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;

export const serviceRestart: Strategy = {
  name: 'service-restart',
  remedies: {
    'memory-leak': { successes: 9, failures: 1 },
    'connection-leak': { successes: 8, failures: 2 },
    'bad-task': { successes: 8, failures: 2 },
  },

  propose(situation) {
    const target = pickResource(situation.resources, 'ecs-service');
    if (!target) return refuse({ reason: 'no-data', detail: 'its ECS service could not be read' });
    if (isSparse(target)) {
      return refuse({
        reason: 'backfires',
        detail: `a deployment may stop tasks before their replacements run, and there are ${target.state.desiredCount} only`,
      });
    }
    if (isWarmingUp(situation)) {
      return refuse({ reason: 'not-yet', detail: 'tasks that the autoscaler has just added are warming up' });
    }
    const restartedAt = lastRestart(situation);
    if (restartedAt !== undefined) {
      const ago = formatDuration(secondsBetween(restartedAt, situation.now));
      return refuse({
        reason: 'not-indicated',
        detail: `it was restarted ${ago} ago and the trouble came back`,
      });
    }
    return ok({
      actions: [{ kind: 'ecs-service/force-new-deployment', resourceId: target.resourceId }],
      summary: `Restart ${situation.service.id}: replace its ${target.state.desiredCount} tasks one after the other, because of ${reasonOf(situation)}`,
    });
  },
};

function isSparse({ state, minimumHealthyPercent }: DescriptionOf<'ecs-service'>): boolean {
  const keepsAll = (minimumHealthyPercent ?? DEFAULT_MINIMUM_HEALTHY_PERCENT) >= 100;
  return !keepsAll && state.desiredCount < TASKS_TO_SPARE;
}

function isWarmingUp({ changes, hypothesis, now }: Situation): boolean {
  const scaled = changes.findLast(({ by, kind }) => by === 'platform' && kind === 'scaling');
  return (
    hypothesis.failureType === 'bad-task' &&
    scaled !== undefined &&
    secondsBetween(scaled.at, now) < WARM_UP_SECONDS
  );
}

function lastRestart({ changes, now }: Situation) {
  return changes.findLast(
    ({ by, kind, at }) =>
      by === 'fleetmedic' && kind === 'restart' && secondsBetween(at, now) < REPEAT_SECONDS,
  )?.at;
}

function reasonOf({ hypothesis, current, isRequested }: Situation): string {
  if (hypothesis.failureType === 'memory-leak' && current.memory !== undefined) {
    return `a memory leak (now at ${Math.round(current.memory)} %)`;
  }
  if (hypothesis.failureType === 'connection-leak' && current.connections !== undefined) {
    return `a connection leak (${Math.round(current.connections)} open now)`;
  }
  return isRequested ? 'a request' : `a ${hypothesis.failureType.replace('-', ' ')}`;
}
