// S9 ConfigurationRollback: returns to the version that ran before a change that preceded the trouble. It does not cure
// load, and it never returns over a migration.

import type { Action } from '#domain/action/action.ts';
import type { Change } from '#domain/change/change.ts';
import { CHANGE_GRACE_SECONDS } from '#domain/diagnosis/facts.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
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
      actions: [returnTo(target, suspect.value)],
      summary: `Roll ${situation.service.id} back from ${versionOf(target)} to ${version}: it came in ${ago} before the trouble began`,
    });
  },
};

type Target = DescriptionOf<'ecs-service' | 'lambda-alias' | 'configuration' | 'ssm-parameter'>;

/** What holds the configuration for a bad configuration, else what runs the code; the one that was changed where there are several. */
function findTarget({ hypothesis, resources, changes }: Situation): Target | undefined {
  const changed = changes.filter(isNewVersion).map(({ resourceId }) => resourceId);
  const [usual, other] =
    hypothesis.failureType === 'bad-configuration'
      ? (['configuration', 'ssm-parameter'] as const)
      : (['ecs-service', 'lambda-alias'] as const);
  const targets = [pickResource(resources, usual, changed), pickResource(resources, other, changed)];
  const known = targets.filter((target) => target !== undefined);
  return known.find(({ resourceId }) => changed.includes(resourceId)) ?? known[0];
}

function isNewVersion({ kind }: Change): boolean {
  return kind !== 'scaling' && kind !== 'restart';
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
  const own = changes.findLast((change) => change.resourceId === target.resourceId && isNewVersion(change));
  if (own?.by === 'fleetmedic') {
    return refuse({ reason: 'not-indicated', detail: 'the present version was set by Fleetmedic itself' });
  }
  const suspect = { ...previous, replacedAt: takeoverOf(target, previous, own) };
  const isSuspect =
    suspect.replacedAt <= secondsAfter(onsetAt, CHANGE_GRACE_SECONDS) &&
    secondsBetween(suspect.replacedAt, onsetAt) <= SUSPECT_SECONDS;
  if (isSuspect || isRequested) return ok(suspect);
  return refuse({
    reason: 'not-indicated',
    detail: 'the present version did not come in shortly before the trouble',
  });
}

/** Lambda tells when a version was published, not when the alias moved to it: of that only the change log knows. */
function takeoverOf({ state }: Target, { replacedAt }: PreviousVersion, own: Change | undefined): Instant {
  return state.type === 'lambda-alias' && own ? own.at : replacedAt;
}

function returnTo({ resourceId, state }: Target, { version, valueDigest = '' }: PreviousVersion): Action {
  switch (state.type) {
    case 'ecs-service':
      return { kind: 'ecs-service/set-task-definition', resourceId, taskDefinition: version };
    case 'lambda-alias':
      return { kind: 'lambda-alias/set-version', resourceId, version: Number(version) };
    case 'configuration':
      return { kind: 'configuration/deploy-version', resourceId, version: Number(version) };
    case 'ssm-parameter':
      return { kind: 'ssm-parameter/restore-version', resourceId, version: Number(version), valueDigest };
  }
}

function versionOf({ state }: Target): string {
  return state.type === 'ecs-service' ? state.taskDefinition : `version ${state.version}`;
}
