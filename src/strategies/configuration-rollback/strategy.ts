// S9 ConfigurationRollback: returns to the version that ran before a change that preceded the trouble. It does not cure
// load, and it never returns over a migration.

import type { Action } from '#domain/action/action.ts';
import { CHANGE_GRACE_SECONDS } from '#domain/diagnosis/facts.ts';
import { secondsAfter, secondsBetween } from '#domain/ids.ts';
import { formatDuration } from '#domain/incident/symptom.ts';
import type { PreviousVersion } from '#domain/resource/resource.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import { type DescriptionOf, pickResource } from '#strategies/resources.ts';
import type { Abstention, Situation, Strategy } from '#strategies/strategy.ts';

/** How long before the onset a version may have come in to be suspected: a leak shows hours after it. */
const SUSPECT_SECONDS = 6 * 3600;

export const configurationRollback: Strategy = {
  name: 'configuration-rollback',
  remedies: {
    'bad-deployment': { successes: 9, failures: 1 },
    'bad-configuration': { successes: 9, failures: 1 },
    'memory-leak': { successes: 7, failures: 3 },
  },

  propose(situation) {
    const target = findTarget(situation);
    if (!target) return refuse({ reason: 'no-data', detail: 'what was changed could not be read' });
    const suspect = findSuspect(situation, target);
    if (!suspect.ok) return suspect;
    const { version, replacedAt } = suspect.value;
    const ago = formatDuration(Math.max(0, secondsBetween(replacedAt, situation.onsetAt)));
    return ok({
      actions: [returnTo(target, version)],
      summary: `Roll ${situation.service.id} back from ${versionOf(target)} to ${version}: it came in ${ago} before the trouble began`,
    });
  },
};

type Target = DescriptionOf<'ecs-service'> | DescriptionOf<'configuration'>;

/** The configuration for a bad configuration, else the ECS service; the one that was changed where there are several. */
function findTarget({ hypothesis, resources, changes }: Situation): Target | undefined {
  const changed = changes.toReversed().map(({ resourceId }) => resourceId);
  return hypothesis.failureType === 'bad-configuration'
    ? pickResource(resources, 'configuration', changed)
    : pickResource(resources, 'ecs-service', changed);
}

/** The version to return to, when the present one may be blamed and the way back is safe. */
function findSuspect(
  { changes, onsetAt, isRequested }: Situation,
  target: Target,
): Result<PreviousVersion, Abstention> {
  const previous = target.previousVersion;
  if (!previous) return refuse({ reason: 'no-data', detail: 'no earlier version is known' });
  if (!previous.isRollbackSafe) {
    return refuse({
      reason: 'backfires',
      detail: `${previous.version} no longer fits: a migration lies in between`,
    });
  }
  const own = changes.findLast(
    ({ resourceId, kind }) => resourceId === target.resourceId && kind !== 'scaling' && kind !== 'restart',
  );
  if (own?.by === 'fleetmedic') {
    return refuse({ reason: 'not-indicated', detail: 'the present version was set by Fleetmedic itself' });
  }
  const isSuspect =
    previous.replacedAt <= secondsAfter(onsetAt, CHANGE_GRACE_SECONDS) &&
    secondsBetween(previous.replacedAt, onsetAt) <= SUSPECT_SECONDS;
  if (isSuspect || isRequested) return ok(previous);
  return refuse({
    reason: 'not-indicated',
    detail: 'the present version did not come in shortly before the trouble',
  });
}

function returnTo({ resourceId, state }: Target, version: string): Action {
  return state.type === 'configuration'
    ? { kind: 'configuration/deploy-version', resourceId, version: Number(version) }
    : { kind: 'ecs-service/set-task-definition', resourceId, taskDefinition: version };
}

function versionOf({ state }: Target): string {
  return state.type === 'configuration' ? `version ${state.version}` : state.taskDefinition;
}
