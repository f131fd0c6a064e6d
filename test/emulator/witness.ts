// Looks at a deployed Fleetmedic from outside, and waits for what must come.

import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import { digestOf } from '#contracts/digest.ts';
import { EVENT_SOURCE } from '#contracts/events.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { Instant, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { trust } from '../../tools/emulator/emulator.ts';
import { CARRIED_OUT_PATH } from './chaos-proxy.ts';
import { ALIAS, type CaseName, CLUSTER } from './shop.ts';
import type { SignedClick } from './slack.ts';

/** What a run needs to know of the deployment. */
export interface Deployment {
  readonly endpoint: string;
  readonly tableName: string;
  readonly stateMachineArn: string;
  readonly slackUrl: string;
  readonly stopSwitch: string;
  readonly busName: string;
  readonly proxyEndpoint: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The file of a certificate that no authority has signed. */
  readonly certificate?: string | undefined;
}

const LOOK_EVERY_MS = 1000;
const PATIENCE_MS = 400_000;

/** Looks until there is something to see. */
async function waitFor<Seen>(what: string, look: () => Promise<Seen | undefined>): Promise<Seen> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await setTimeout(LOOK_EVERY_MS);
  }
  throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
}

export type Witness = ReturnType<typeof makeWitness>;

/** A witness of the deployment; credentials are those of the environment. */
export function makeWitness(deployment: Deployment) {
  const { endpoint, startedAt, stateMachineArn, busName, certificate } = deployment;
  if (certificate) trust(certificate);
  const dynamo = new DynamoDBClient({ endpoint });
  const stores = makeTableStores(
    { client: dynamo, name: deployment.tableName },
    { now: () => Instant.parse(Date.now()) },
  );
  const [sfn, ecs, bus, ssm, lambda, s3] = [
    new SFNClient({ endpoint }),
    new ECSClient({ endpoint }),
    new EventBridgeClient({ endpoint }),
    new SSMClient({ endpoint }),
    new LambdaClient({ endpoint }),
    new S3Client({ endpoint }),
  ];
  const since = Instant.parse(startedAt - 3_600_000);

  const incidentsOf = async (name: CaseName) =>
    (await stores.incidents.listSince(since)).filter(({ serviceId }) => serviceId === name);
  const incidentOf = (name: CaseName): Promise<Incident> =>
    waitFor(`an incident of ${name}`, async () => (await incidentsOf(name)).at(-1));
  const approvalOf = (name: CaseName): Promise<Approval> =>
    waitFor(`an approval of ${name}`, async () => {
      const { incidentId } = await incidentOf(name);
      return (await stores.approvals.listOf(incidentId)).at(-1);
    });
  const serviceOf = async (name: CaseName) => {
    const answer = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [name] }));
    return answer.services?.[0] ?? {};
  };
  const executionArn = ({ executionId }: Incident) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionId}`;

  const findExecution = async (incident: Incident) => {
    try {
      return await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(incident) }));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  };

  return {
    incidentsOf,
    incidentOf,
    approvalOf,
    endOf: (name: CaseName) =>
      waitFor(`the end of the incident of ${name}`, async () => {
        const incident = await incidentOf(name);
        return isEnd(incident.state) ? incident : undefined;
      }),
    anomaliesOf: (name: CaseName) =>
      stores.anomalies.list(ServiceId.parse(name), since, Instant.parse(Date.now())),
    async eventsOf({ incidentId }: Incident) {
      return (await stores.incidents.timeline(incidentId)).map(({ event }) => event);
    },
    /** Everything that the incident tells, in one text. */
    async tellingOf({ incidentId }: Incident) {
      return (await stores.incidents.timeline(incidentId)).map(({ summary }) => summary).join('\n');
    },
    /** Once it has been started, which is a moment after its incident was written. */
    executionOf: (incident: Incident) =>
      waitFor(`the execution of ${incident.incidentId}`, () => findExecution(incident)),
    /** Once it has ended, which is a moment after its incident: the last step writes that. */
    endedExecutionOf: (incident: Incident) =>
      waitFor(`the end of the execution of ${incident.incidentId}`, async () => {
        const execution = await findExecution(incident);
        return execution?.status === 'RUNNING' ? undefined : execution;
      }),
    async executionsOf({ executionId }: Incident) {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
      return executions.filter(({ name }) => name === executionId);
    },
    async statesEntered(incident: Incident) {
      const { events = [] } = await sfn.send(
        new GetExecutionHistoryCommand({ executionArn: executionArn(incident), maxResults: 1000 }),
      );
      return events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
    },
    desiredTasks: async (name: CaseName) => (await serviceOf(name)).desiredCount,
    /** The version that the alias of the function points to. */
    async liveVersion(name: CaseName) {
      const read = new GetAliasCommand({ FunctionName: name, Name: ALIAS });
      return Number((await lambda.send(read)).FunctionVersion);
    },
    /** What a function answers, as its schedule or its gateway would call it. Rejects when it fails. */
    async answerOf(functionName: string, event: unknown = {}): Promise<unknown> {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: functionName,
          Qualifier: ALIAS,
          Payload: new TextEncoder().encode(JSON.stringify(event)),
        }),
      );
      const text = new TextDecoder().decode(Payload);
      if (FunctionError) throw new Error(`${functionName}: ${text}`);
      return JSON.parse(text);
    },
    async send({ headers, body }: SignedClick) {
      const response = await fetch(deployment.slackUrl, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    },
    async engageStop() {
      const state = { isEngaged: true, by: 'ana', reason: 'the emulator run', at: Date.now() };
      await ssm.send(
        new PutParameterCommand({
          Name: deployment.stopSwitch,
          Value: JSON.stringify(state),
          Type: 'String',
          Overwrite: true,
        }),
      );
    },
    /** Puts the first anomaly of the case on the bus once more. */
    async deliverAgain(name: CaseName) {
      const [anomaly] = await stores.anomalies.list(ServiceId.parse(name), since, Instant.parse(Date.now()));
      const entry = {
        EventBusName: busName,
        Source: EVENT_SOURCE,
        DetailType: 'anomaly-detected',
        Detail: JSON.stringify({ type: 'anomaly-detected', anomaly }),
      };
      await bus.send(new PutEventsCommand({ Entries: [entry, entry] }));
    },
    async callsCarriedOut(name: CaseName) {
      const response = await fetch(deployment.proxyEndpoint + CARRIED_OUT_PATH);
      const services: readonly string[] = JSON.parse(await response.text());
      return services.filter((service) => service === name).length;
    },
    /** The entries of the audit log up to `last`. */
    auditUpTo: (last: number) => stores.audit.read(1, last),
    latestAudit: () => stores.audit.latest(),
    verify: (entries: readonly AuditEntry[]) => verifyChain(entries, digestOf),
    async verifyAudit() {
      return verifyChain(await stores.audit.read(1, 10_000), digestOf);
    },
    /** What is in the archive, by number, once it holds as many entries as there were up to `last`. */
    archivedAudit: (last: number) =>
      waitFor(`${last} entries in the audit archive`, async () => {
        const entries = await readArchive(s3, await archiveBucket(lambda));
        return entries.filter(({ sequence }) => sequence <= last).length >= last ? entries : undefined;
      }),
    release() {
      for (const client of [dynamo, sfn, ecs, bus, ssm, lambda, s3]) client.destroy();
    },
  };
}

/** The bucket that the archiver was told of. */
async function archiveBucket(lambda: LambdaClient): Promise<string> {
  const read = new GetFunctionConfigurationCommand({ FunctionName: 'fleetmedic-archive-audit' });
  return String((await lambda.send(read)).Environment?.Variables?.['FLEETMEDIC_AUDIT_ARCHIVE']);
}

async function readArchive(client: S3Client, Bucket: string): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      entries.push(AuditEntry.parse(JSON.parse(String(await Body?.transformToString()))));
    }
  }
  return entries.toSorted((one, other) => one.sequence - other.sequence);
}
