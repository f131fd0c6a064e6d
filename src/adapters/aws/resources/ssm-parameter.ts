// A parameter of SSM: the version in force, and the last one that had another value.

import {
  ListTagsForResourceCommand,
  type ParameterHistory,
  paginateGetParameterHistory,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { digestOf } from '#contracts/digest.ts';
import { parameterNameOf } from '#contracts/naming.ts';
import { DependencyError } from '#domain/errors.ts';
import { Instant, type ResourceId } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription } from '#domain/resource/resource.ts';
import { missing, reading, tagsFrom } from './reading.ts';

/** The most of one page; SSM keeps a hundred versions. */
const VERSIONS_PER_PAGE = 50;

/** One version, told apart from others by its value only. */
interface Written {
  readonly version: number;
  readonly valueDigest: string;
  readonly at: number;
}

/** The description of an `ssm-parameter`. Throws a NotFoundError or a DependencyError. */
export async function describeSsmParameter(
  client: SSMClient,
  resourceId: ResourceId,
): Promise<ResourceDescription> {
  const name = parameterNameOf(resourceId);
  const newestFirst = await readHistory(client, resourceId, name);
  const [live] = newestFirst;
  if (!live) throw missing(resourceId);
  const listTags = new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name });
  const { TagList = [] } = await reading(resourceId, () => client.send(listTags));
  const previousVersion = previousVersionOf(live, newestFirst);
  return {
    resourceId,
    state: { type: 'ssm-parameter', version: live.version, valueDigest: live.valueDigest },
    tags: tagsFrom(TagList.map(({ Key, Value }) => ({ key: Key, value: Value }))),
    controller: 'ecs',
    isDeploymentInProgress: false,
    ...(previousVersion ? { previousVersion } : {}),
  };
}

async function readHistory(
  client: SSMClient,
  resourceId: ResourceId,
  Name: string,
): Promise<readonly Written[]> {
  const versions = await reading(resourceId, async () => {
    const found: ParameterHistory[] = [];
    const pages = paginateGetParameterHistory({ client, pageSize: VERSIONS_PER_PAGE }, { Name });
    for await (const { Parameters = [] } of pages) found.push(...Parameters);
    return found;
  });
  if (versions.some(({ Type }) => Type === 'SecureString')) {
    throw new DependencyError(
      `Could not read ${resourceId}: it is a secret, which Fleetmedic does not touch; take it out of fleetmedic.yaml`,
    );
  }
  return versions.map(readVersion).toSorted((a, b) => b.version - a.version);
}

function readVersion({ Version = 0, Value = '', LastModifiedDate }: ParameterHistory): Written {
  return { version: Version, valueDigest: digestOf(Value), at: LastModifiedDate?.getTime() ?? 0 };
}

/** Writing the value in force again does not hide the one before it. */
function previousVersionOf(live: Written, newestFirst: readonly Written[]): PreviousVersion | undefined {
  const place = newestFirst.findIndex(({ valueDigest }) => valueDigest !== live.valueDigest);
  const before = newestFirst[place];
  const takeover = newestFirst[place - 1];
  if (!before || !takeover) return undefined;
  // A parameter has no schema that a migration could have moved on.
  return {
    version: String(before.version),
    valueDigest: before.valueDigest,
    replacedAt: Instant.parse(takeover.at),
    isRollbackSafe: true,
  };
}
