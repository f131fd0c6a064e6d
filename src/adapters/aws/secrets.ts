// Secrets of people's tools, from Secrets Manager. Kept for minutes, so that a rotated secret is taken up without a
// deployment and a click does not wait for two services.

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DependencyError } from '#domain/errors.ts';
import { calling } from './errors.ts';

/** How long a secret is kept in memory. */
const KEEP_MS = 300_000;

export interface SecretsOptions {
  readonly client: SecretsManagerClient;
  /** Name or ARN of the secret that holds Slack's signing secret as plain text. */
  readonly slackSecretId: string;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed?: () => number;
}

export interface Secrets {
  slackSigningSecret(): Promise<string>;
}

/** The secrets of this deployment. Rejects when one cannot be read: nobody is believed then. */
export function storedSecrets({
  client,
  slackSecretId,
  elapsed = () => performance.now(),
}: SecretsOptions): Secrets {
  let kept: { readonly value: string; readonly until: number } | undefined;
  return {
    async slackSigningSecret() {
      if (kept && elapsed() < kept.until) return kept.value;
      const command = new GetSecretValueCommand({ SecretId: slackSecretId });
      const { SecretString } = await calling(`read the secret ${slackSecretId}`, () => client.send(command));
      if (!SecretString) {
        throw new DependencyError(`The secret ${slackSecretId} is empty; put Slack's signing secret into it`);
      }
      kept = { value: SecretString, until: elapsed() + KEEP_MS };
      return SecretString;
    },
  };
}
