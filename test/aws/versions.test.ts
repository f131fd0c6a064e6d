// Lambda aliases and SSM parameters: what is done to them is seen in what is read next.

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { AddTagsToResourceCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { ResourceId } from '#domain/ids.ts';
import { type Answer, type Request, startAnsweringServer } from './answering-server.ts';
import { makeActuator, makeReader } from './clients.ts';
import { describeAws, useFreshAccount } from './place.ts';

const ALIAS = ResourceId.parse('lambda-alias/checkout/live');
const LIMITS = ResourceId.parse('ssm-parameter/shop/checkout:limits');
const NAME = '/shop/checkout/limits';
const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/checkout';
const TOKEN = 'rec-inc-checkout-1/apply-1-0';
const MANAGED = { 'fleetmedic:managed': 'true' };

describe('a Lambda alias', () => {
  it('is described with the version its callers get and the one published before', async () => {
    await answerBy(aliasAnswers({ FunctionVersion: '12' }));

    expect(await makeReader().describe(ALIAS)).toEqual({
      resourceId: ALIAS,
      state: { type: 'lambda-alias', version: 12 },
      tags: MANAGED,
      controller: 'ecs',
      isDeploymentInProgress: false,
      previousVersion: { version: '10', replacedAt: Date.UTC(2026, 10, 23, 12), isRollbackSafe: true },
    });
  });

  it('is being deployed while part of its calls go elsewhere', async () => {
    await answerBy(
      aliasAnswers({ FunctionVersion: '10', RoutingConfig: { AdditionalVersionWeights: { 12: 0.1 } } }),
    );

    const description = await makeReader().describe(ALIAS);

    expect(description.isDeploymentInProgress).toBe(true);
    expect(description.previousVersion).toBeUndefined();
  });

  it('cannot be read while it points at what changes under its name', async () => {
    await answerBy(aliasAnswers({ FunctionVersion: '$LATEST' }));

    await expect(makeReader().describe(ALIAS)).rejects.toMatchObject({
      name: 'DependencyError',
      message: expect.stringContaining('publish one'),
    });
  });

  it('is moved under the revision that was read', async () => {
    const server = await answerBy(aliasAnswers({ FunctionVersion: '12' }));

    await makeActuator().apply({ kind: 'lambda-alias/set-version', resourceId: ALIAS, version: 10 }, TOKEN);

    expect(server.requests.at(-1)?.body).toEqual({ FunctionVersion: '10', RevisionId: 'revision-1' });
  });

  it('is left alone when it is there already', async () => {
    const server = await answerBy(aliasAnswers({ FunctionVersion: '10' }));

    await makeActuator().apply({ kind: 'lambda-alias/set-version', resourceId: ALIAS, version: 10 }, TOKEN);

    expect(server.operations()).toEqual(['GET /2015-03-31/functions/checkout/aliases/live']);
  });

  it('is surely not moved when somebody else has moved it since', async () => {
    await answerBy({
      ...aliasAnswers({ FunctionVersion: '12' }),
      'PUT /2015-03-31/functions/checkout/aliases/live': {
        error: 'PreconditionFailedException',
        status: 412,
      },
    });

    await expect(
      makeActuator().apply({ kind: 'lambda-alias/set-version', resourceId: ALIAS, version: 10 }, TOKEN),
    ).rejects.toMatchObject({ name: 'RejectedError' });
  });
});

describeAws('a Lambda alias of the emulator', () => {
  beforeAll(useFreshAccount);

  it('is taken back to its first version, and forward again', async () => {
    await createFunction();
    const before = await makeReader().describe(ALIAS);

    await makeActuator().apply({ kind: 'lambda-alias/set-version', resourceId: ALIAS, version: 1 }, TOKEN);
    const after = await makeReader().describe(ALIAS);
    await makeActuator().apply({ kind: 'lambda-alias/set-version', resourceId: ALIAS, version: 2 }, TOKEN);

    expect(before).toMatchObject({ state: { version: 2 }, tags: MANAGED, previousVersion: { version: '1' } });
    expect(after).toMatchObject({ state: { version: 1 } });
    expect(await makeReader().describe(ALIAS)).toMatchObject({ state: { version: 2 } });
  });

  it('is not found under another name', async () => {
    await expect(makeReader().describe(ResourceId.parse('lambda-alias/nobody/live'))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });
});

describeAws('an SSM parameter', () => {
  beforeEach(() => {
    useFreshAccount();
  });

  it('is described with the value in force and the last other one', async () => {
    await write('10', '20', '20');

    const { state, tags, previousVersion } = await makeReader().describe(LIMITS);

    expect(state).toMatchObject({ type: 'ssm-parameter', version: 3 });
    expect(tags).toEqual(MANAGED);
    expect(previousVersion).toMatchObject({ version: '1', isRollbackSafe: true });
  });

  it('gets the value of the version before, and back the one it had', async () => {
    await write('10', '20');
    const before = await makeReader().describe(LIMITS);
    const { version = '', valueDigest = '' } = before.previousVersion ?? {};
    const restore = { kind: 'ssm-parameter/restore-version', resourceId: LIMITS } as const;

    await makeActuator().apply({ ...restore, version: Number(version), valueDigest }, TOKEN);
    const after = await makeReader().describe(LIMITS);
    const inverse = { ...restore, version: 2, valueDigest: digestOfState(before) };
    await makeActuator().apply(inverse, TOKEN);
    await makeActuator().apply(inverse, TOKEN);

    expect(after.state).toMatchObject({ version: 3, valueDigest });
    expect((await makeReader().describe(LIMITS)).state).toMatchObject({
      version: 4,
      valueDigest: digestOfState(before),
    });
  });

  it('has nothing before its first value', async () => {
    await write('10');

    expect((await makeReader().describe(LIMITS)).previousVersion).toBeUndefined();
  });

  it('is not written when the version does not hold what was planned', async () => {
    await write('10', '20');
    const action = {
      kind: 'ssm-parameter/restore-version',
      resourceId: LIMITS,
      version: 1,
      valueDigest: 'of something else',
    } as const;

    await expect(makeActuator().apply(action, TOKEN)).rejects.toThrow(
      'does not hold the value that was planned',
    );
  });

  it('is neither read nor written when it is a secret', async () => {
    await makeClient(SSMClient).send(
      new PutParameterCommand({ Name: NAME, Value: 'hush', Type: 'SecureString' }),
    );
    const action = {
      kind: 'ssm-parameter/restore-version',
      resourceId: LIMITS,
      version: 1,
      valueDigest: 'x',
    } as const;

    await expect(makeReader().describe(LIMITS)).rejects.toMatchObject({ name: 'DependencyError' });
    await expect(makeActuator().apply(action, TOKEN)).rejects.toMatchObject({
      name: 'RejectedError',
      message: expect.stringContaining('is a secret'),
    });
  });

  it('is not found under another name', async () => {
    await expect(makeReader().describe(ResourceId.parse('ssm-parameter/shop/nothing'))).rejects.toMatchObject(
      { name: 'NotFoundError' },
    );
  });
});

function answerBy(answers: Readonly<Record<string, Answer>>) {
  return startAnsweringServer(({ operation }: Request) => answers[operation] ?? { error: 'UnexpectedCall' });
}

/** A function with the versions 10 and 12. */
function aliasAnswers(alias: Readonly<Record<string, unknown>>): Record<string, Answer> {
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:checkout';
  const versions = [
    { Version: '$LATEST', LastModified: '2026-11-23T12:00:00.000+0000' },
    { Version: '10', LastModified: '2026-11-22T12:00:00.000+0000' },
    { Version: '12', LastModified: '2026-11-23T12:00:00.000+0000' },
  ];
  return {
    'GET /2015-03-31/functions/checkout/aliases/live': {
      body: { AliasArn: `${arn}:live`, RevisionId: 'revision-1', ...alias },
    },
    'GET /2015-03-31/functions/checkout/versions': { body: { Versions: versions } },
    [`GET /2017-03-31/tags/${encodeURIComponent(arn)}`]: { body: { Tags: MANAGED } },
    'PUT /2015-03-31/functions/checkout/aliases/live': {},
  };
}

/** With two published versions, the alias at the second. */
async function createFunction(): Promise<void> {
  const client = makeClient(LambdaClient);
  const code = { FunctionName: 'checkout' };
  await client.send(
    new CreateFunctionCommand({
      ...code,
      Role: 'arn:aws:iam::000000000000:role/any',
      PackageType: 'Image',
      Code: { ImageUri: `${IMAGE}:1` },
      Tags: MANAGED,
      Publish: true,
    }),
  );
  await client.send(new UpdateFunctionCodeCommand({ ...code, ImageUri: `${IMAGE}:2`, Publish: true }));
  await client.send(new CreateAliasCommand({ ...code, Name: 'live', FunctionVersion: '2' }));
}

async function write(...values: readonly string[]): Promise<void> {
  const client = makeClient(SSMClient);
  for (const Value of values) {
    await client.send(new PutParameterCommand({ Name: NAME, Value, Type: 'String', Overwrite: true }));
  }
  await client.send(
    new AddTagsToResourceCommand({
      ResourceType: 'Parameter',
      ResourceId: NAME,
      Tags: Object.entries(MANAGED).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
}

function digestOfState({ state }: { readonly state: object }): string {
  return String(Reflect.get(state, 'valueDigest'));
}
