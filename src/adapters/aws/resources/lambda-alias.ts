// An alias of a Lambda function: the version that its callers get, and the one published before it.

import {
  type FunctionConfiguration,
  GetAliasCommand,
  type LambdaClient,
  ListTagsCommand,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import { parseResourceId } from '#contracts/naming.ts';
import { DependencyError } from '#domain/errors.ts';
import { Instant, type ResourceId } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription } from '#domain/resource/resource.ts';
import { reading } from './reading.ts';

/** Set to `unsafe` by a pipeline whose deployment made earlier versions incompatible (a migration). */
const ROLLBACK_TAG = 'fleetmedic:rollback';

/** How Lambda names the alias behind a `lambda-alias` id. */
export function aliasOf(resourceId: ResourceId) {
  const { scope, name } = parseResourceId(resourceId);
  return { FunctionName: scope, Name: name };
}

/** The description of a `lambda-alias`, with the tags of its function. Throws a NotFoundError or a DependencyError. */
export async function describeLambdaAlias(
  client: LambdaClient,
  resourceId: ResourceId,
): Promise<ResourceDescription> {
  const { FunctionName, Name } = aliasOf(resourceId);
  const alias = await reading(resourceId, () => client.send(new GetAliasCommand({ FunctionName, Name })));
  const version = versionOf(resourceId, alias.FunctionVersion);
  // Aliases carry no tags; those of the function are what IAM judges a change of the alias by.
  const functionArn = (alias.AliasArn ?? '').replace(/:[^:]*$/, '');
  const listTags = new ListTagsCommand({ Resource: functionArn });
  const { Tags: tags = {} } = await reading(resourceId, () => client.send(listTags));
  const published = await reading(resourceId, () => listVersions(client, FunctionName));
  const previousVersion = previousVersionOf(version, published, tags[ROLLBACK_TAG] !== 'unsafe');
  return {
    resourceId,
    state: { type: 'lambda-alias', version },
    tags,
    controller: 'ecs',
    // Part of the calls go to another version: somebody is shifting them.
    isDeploymentInProgress: Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0,
    ...(previousVersion ? { previousVersion } : {}),
  };
}

function versionOf(resourceId: ResourceId, version = ''): number {
  if (/^\d+$/.test(version)) return Number(version);
  throw new DependencyError(
    `Could not read ${resourceId}: it points at "${version}", and only published versions can be returned to; publish one`,
  );
}

interface Published {
  readonly version: number;
  readonly at: number;
}

async function listVersions(client: LambdaClient, FunctionName: string): Promise<readonly Published[]> {
  const published: Published[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) {
    published.push(...Versions.flatMap(readVersion));
  }
  return published;
}

/** Besides the published versions the list holds `$LATEST`, which changes under its name. */
function readVersion({ Version = '', LastModified = '' }: FunctionConfiguration): readonly Published[] {
  const at = Date.parse(LastModified.replace(/\+0000$/, 'Z'));
  return /^\d+$/.test(Version) && Number.isFinite(at) ? [{ version: Number(Version), at }] : [];
}

/** The newest version before. Lambda does not say when an alias moved: not before its version was published. */
function previousVersionOf(
  present: number,
  published: readonly Published[],
  isRollbackSafe: boolean,
): PreviousVersion | undefined {
  const current = published.find(({ version }) => version === present);
  const earlier = published.filter(({ version }) => version < present).map(({ version }) => version);
  if (!current || earlier.length === 0) return undefined;
  return {
    version: String(Math.max(...earlier)),
    replacedAt: Instant.parse(current.at),
    isRollbackSafe,
  };
}
