// The watched services of the run, as their owner would have made them: ECS services and a Lambda function, all tagged.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ALIAS, CASES, type CaseName, CLUSTER, TASKS_BEFORE, VERSIONS } from './shop.ts';

/** Makes the services of these cases. The function is never called: any role of the account will do for it. */
export async function buildShop(endpoint: string, cases: readonly CaseName[]): Promise<void> {
  await buildEcs(
    endpoint,
    cases.filter((name) => CASES[name].illness === 'overloaded'),
  );
  for (const name of cases.filter((each) => CASES[each].illness === 'failing')) {
    await buildLambda(endpoint, name);
  }
}

async function buildEcs(endpoint: string, names: readonly CaseName[]): Promise<void> {
  const ecs = new ECSClient({ endpoint });
  await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  for (const name of names) {
    const container = { name, image: `${name}:1`, memory: 128 };
    await ecs.send(new RegisterTaskDefinitionCommand({ family: name, containerDefinitions: [container] }));
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: name,
        taskDefinition: name,
        desiredCount: TASKS_BEFORE,
        tags: [{ key: 'fleetmedic:managed', value: 'true' }],
      }),
    );
  }
}

/** A function with an alias on the newest of its versions. */
async function buildLambda(endpoint: string, name: CaseName): Promise<void> {
  const lambda = new LambdaClient({ endpoint });
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: Functions[0]?.Role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf('exports.handler = async () => ({ statusCode: 200 });') },
      Tags: { 'fleetmedic:managed': 'true' },
    }),
  );
  for (let version = 1; version <= VERSIONS; version++) {
    const changed = { FunctionName: name, Description: `version ${version}` };
    await lambda.send(new UpdateFunctionConfigurationCommand(changed));
    await lambda.send(new PublishVersionCommand({ FunctionName: name }));
  }
  const alias = { FunctionName: name, Name: ALIAS, FunctionVersion: String(VERSIONS) };
  await lambda.send(new CreateAliasCommand(alias));
}

/** The emulator is a Python program, so Python is there. */
function zipOf(code: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-shop-'));
  writeFileSync(join(folder, 'index.js'), code);
  spawnSync('python3', ['-m', 'zipfile', '-c', 'code.zip', 'index.js'], { cwd: folder });
  return readFileSync(join(folder, 'code.zip'));
}
