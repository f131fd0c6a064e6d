// Which task definition an ECS service ran before: from the record of its deployments, and for services that have none
// (it begins in October 2024) from the revisions of the family.

import {
  DescribeServiceRevisionsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  type Service,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import { type Deployed, findPredecessor, type Predecessor } from './version-history.ts';

/** DescribeServiceRevisions takes no more; older deployments are no candidates for a way back. */
const MAX_DEPLOYMENTS = 20;

/** Family and revision: `checkout:41`. */
export function shortTaskDefinition(arn = ''): string {
  return arn.split('/').at(-1) ?? arn;
}

/** The task definition before the present one, or undefined when there has been none. */
export async function findPreviousTaskDefinition(
  client: ECSClient,
  service: Service,
): Promise<Predecessor | undefined> {
  const present = shortTaskDefinition(service.taskDefinition);
  const deployments = await listDeployments(client, service);
  if (deployments.length > 0) return findPredecessor(present, deployments);
  return findEarlierRevision(client, service);
}

async function listDeployments(client: ECSClient, service: Service): Promise<readonly Deployed[]> {
  const { serviceDeployments = [] } = await client.send(
    new ListServiceDeploymentsCommand({
      cluster: service.clusterArn,
      service: service.serviceArn,
      maxResults: MAX_DEPLOYMENTS,
    }),
  );
  if (serviceDeployments.length === 0) return [];
  const taskDefinitions = await readRevisions(client, serviceDeployments);
  return serviceDeployments.flatMap(({ targetServiceRevisionArn = '', createdAt, status }) => {
    const version = taskDefinitions.get(targetServiceRevisionArn);
    return version && createdAt ? [{ version, at: createdAt, hasWorked: status === 'SUCCESSFUL' }] : [];
  });
}

/** The task definition of each service revision. */
async function readRevisions(
  client: ECSClient,
  deployments: readonly ServiceDeploymentBrief[],
): Promise<ReadonlyMap<string, string>> {
  const arns = deployments.flatMap(({ targetServiceRevisionArn: arn }) => (arn ? [arn] : []));
  const { serviceRevisions = [] } = await client.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...new Set(arns)] }),
  );
  return new Map(
    serviceRevisions.map((revision) => [
      revision.serviceRevisionArn ?? '',
      shortTaskDefinition(revision.taskDefinition),
    ]),
  );
}

/** The revision registered before the present one; it took over when the present deployment began. */
async function findEarlierRevision(client: ECSClient, service: Service): Promise<Predecessor | undefined> {
  const [family = '', revision] = shortTaskDefinition(service.taskDefinition).split(':');
  const { taskDefinitionArns = [] } = await client.send(
    new ListTaskDefinitionsCommand({ familyPrefix: family, sort: 'DESC', status: 'ACTIVE' }),
  );
  const earlier = taskDefinitionArns.map(shortTaskDefinition).find((candidate) => {
    const [otherFamily, otherRevision] = candidate.split(':');
    return otherFamily === family && Number(otherRevision) < Number(revision);
  });
  const replacedAt = service.deployments?.find(({ status }) => status === 'PRIMARY')?.createdAt;
  return earlier && replacedAt ? { version: earlier, replacedAt } : undefined;
}
