import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { discoverResources } from '#adapters/aws/discovery.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeAws, useFreshAccount } from './place.ts';

const TAG = 'fleetmedic:managed';
const ARN = 'arn:aws:ecs:us-east-1:123456789012:service/shop';

describeAws('resources under the care of Fleetmedic', () => {
  beforeAll(useFreshAccount);

  it('are those that their owners have tagged', async () => {
    await createService('checkout', 'true');
    await createService('search', 'false');

    expect(await discover()).toEqual([{ resourceId: 'ecs-service/shop/checkout', tags: { [TAG]: 'true' } }]);
  });
});

describe('the list of tagged resources', () => {
  it('is read to its last page, without what Fleetmedic does not know', async () => {
    const server = await startAnsweringServer(({ body }) => ({
      body: body['PaginationToken']
        ? { PaginationToken: '', ResourceTagMappingList: [tagged(`${ARN}/search`)] }
        : {
            PaginationToken: 'more',
            ResourceTagMappingList: [tagged(`${ARN}/checkout`), tagged('arn:aws:s3:::bucket'), {}],
          },
    }));

    const found = await discover();

    expect(found.map(({ resourceId }) => resourceId)).toEqual([
      'ecs-service/shop/checkout',
      'ecs-service/shop/search',
    ]);
    expect(server.requests[0]?.body).toMatchObject({ TagFilters: [{ Key: TAG, Values: ['true'] }] });
  });

  it('is empty where there is none', async () => {
    await startAnsweringServer(() => ({ body: {} }));

    expect(await discover()).toEqual([]);
  });

  it('is an error of ours when it cannot be read', async () => {
    await startAnsweringServer(() => ({ error: 'AccessDeniedException' }));

    await expect(discover()).rejects.toMatchObject({ name: 'ForbiddenError' });
  });
});

function discover() {
  return discoverResources({ client: makeClient(ResourceGroupsTaggingAPIClient), managedTag: TAG });
}

function tagged(ResourceARN: string) {
  return { ResourceARN, Tags: [{ Key: TAG, Value: 'true' }] };
}

async function createService(serviceName: string, value: string): Promise<void> {
  const client = makeClient(ECSClient);
  await client.send(new CreateClusterCommand({ clusterName: 'shop' }));
  const containerDefinitions = [{ name: 'app', image: serviceName, memory: 128 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: serviceName, containerDefinitions }));
  await client.send(
    new CreateServiceCommand({
      cluster: 'shop',
      serviceName,
      taskDefinition: serviceName,
      desiredCount: 1,
      tags: [{ key: TAG, value }],
    }),
  );
}
