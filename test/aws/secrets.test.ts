import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { storedSecrets } from '#adapters/aws/secrets.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeAws, useFreshAccount } from './place.ts';

const KEPT_MS = 300_000;
const SECRET = 'fleetmedic/slack';

describeAws('a secret', () => {
  beforeAll(useFreshAccount);

  it('is kept for five minutes; one that was rotated is taken up after them', async () => {
    const client = makeClient(SecretsManagerClient);
    await client.send(new CreateSecretCommand({ Name: SECRET, SecretString: 'old' }));
    let elapsedMs = 0;
    const secrets = storedSecrets({ client, slackSecretId: SECRET, elapsed: () => elapsedMs });
    const first = await secrets.slackSigningSecret();

    await client.send(new PutSecretValueCommand({ SecretId: SECRET, SecretString: 'new' }));
    elapsedMs = KEPT_MS - 1;
    const kept = await secrets.slackSigningSecret();
    elapsedMs = KEPT_MS;
    const rotated = await secrets.slackSigningSecret();

    expect([first, kept, rotated]).toEqual(['old', 'old', 'new']);
  });
});

describe('a secret that cannot be read', () => {
  it.each([
    ['is empty', { body: { SecretString: '' } }, 'DependencyError'],
    ['is forbidden', { error: 'AccessDeniedException' }, 'ForbiddenError'],
  ])('is an error: it %s', async (_why, answer, name) => {
    await startAnsweringServer(() => answer);
    const secrets = storedSecrets({ client: makeClient(SecretsManagerClient), slackSecretId: SECRET });

    await expect(secrets.slackSigningSecret()).rejects.toMatchObject({ name });
  });
});
