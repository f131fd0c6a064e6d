// What a loop on this machine watches of an account: the services of fleetmedic.yaml, or without one what is tagged. It
// observes unless acts were asked for.

import { parseResourceId } from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import { NotFoundError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { Account } from '#runtime/aws/account.ts';

export interface SettingsChoice {
  /** Undefined where there is no file: then what carries the tag is watched. */
  readonly fromFile: Settings | undefined;
  /** Whether the modes of the file hold; otherwise every service is only observed. */
  readonly isActing: boolean;
}

const MANAGED_TAG = 'fleetmedic:managed';

/** The settings of a loop over an account. Throws NotFoundError when there is nothing to watch. */
export async function chooseAccountSettings(
  account: Account,
  { fromFile, isActing }: SettingsChoice,
): Promise<Settings> {
  const settings = fromFile ?? (await settingsFromTags(account));
  // The most restrictive mode holds, so this one holds for every service and strategy.
  return isActing ? settings : { ...settings, mode: 'observe' };
}

async function settingsFromTags(account: Account): Promise<Settings> {
  const tagged = await account.discover(MANAGED_TAG);
  const found = tagged
    .map(({ resourceId }) => resourceId)
    .filter((resourceId) => parseResourceId(resourceId).type === 'ecs-service');
  if (found.length === 0) {
    throw new NotFoundError(
      `No ECS service carries the tag ${MANAGED_TAG}=true here; tag one, or name your services in fleetmedic.yaml`,
    );
  }
  const services = found.map((resourceId) => ({
    id: serviceIdOf(resourceId, found),
    resources: [resourceId],
  }));
  return Settings.parse({ version: 1, services });
}

/** The name of the ECS service, with its cluster where another one has the same name. */
function serviceIdOf(resourceId: ResourceId, all: readonly ResourceId[]): string {
  const { scope, name } = parseResourceId(resourceId);
  const namesakes = all.filter((other) => parseResourceId(other).name === name);
  return namesakes.length === 1 ? name : `${scope}-${name}`;
}
