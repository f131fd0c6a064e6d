// Which resources their owners have put under Fleetmedic's care, by tag: what `medic` offers for fleetmedic.yaml.

import {
  GetResourcesCommand,
  type ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { parseResourceArn } from '#contracts/naming.ts';
import type { ResourceId } from '#domain/ids.ts';
import { calling } from './errors.ts';
import { tagsFrom } from './resources/reading.ts';

export interface DiscoveredResource {
  readonly resourceId: ResourceId;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DiscoveryOptions {
  readonly client: ResourceGroupsTaggingAPIClient;
  /** `guardrails.managedTag` of the settings. */
  readonly managedTag: string;
}

/**
 * The resources of this account and Region that carry the tag with the value `true`, of the types whose ARN names them
 * in full: ECS services, AppConfig profiles and SSM parameters. Scalable targets follow from their services; Lambda
 * aliases carry no tags.
 */
export async function discoverResources({
  client,
  managedTag,
}: DiscoveryOptions): Promise<readonly DiscoveredResource[]> {
  const found: DiscoveredResource[] = [];
  let token: string | undefined;
  do {
    const command = new GetResourcesCommand({
      TagFilters: [{ Key: managedTag, Values: ['true'] }],
      ...(token ? { PaginationToken: token } : {}),
    });
    const page = await calling(`list the resources tagged ${managedTag}`, () => client.send(command));
    found.push(...(page.ResourceTagMappingList ?? []).flatMap(readMapping));
    token = page.PaginationToken;
  } while (token);
  return found;
}

function readMapping({ ResourceARN = '', Tags = [] }: ResourceTagMapping): readonly DiscoveredResource[] {
  const resourceId = parseResourceArn(ResourceARN);
  if (!resourceId) return [];
  return [{ resourceId, tags: tagsFrom(Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))) }];
}
