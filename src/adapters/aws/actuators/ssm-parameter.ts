// Writes the value that an SSM parameter had in an earlier version again. SSM takes no token and no condition: the value in
// force was compared just before, and writing the same value twice changes nothing that anybody reads.

import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { digestOf } from '#contracts/digest.ts';
import { parameterNameOf } from '#contracts/naming.ts';
import type { ActionOf } from '#domain/action/action.ts';
import { RejectedError } from '#domain/errors.ts';
import { beforeActing } from './before-acting.ts';

/** The kinds of value that Fleetmedic writes; secrets it neither reads nor writes. */
const PLAIN_TYPES: readonly string[] = ['String', 'StringList'];

/** Writes the value, or does nothing when it is in force. Rejects with a RejectedError or the SDK's error. */
export async function restoreParameter(
  client: SSMClient,
  { resourceId, version, valueDigest }: ActionOf<'ssm-parameter/restore-version'>,
): Promise<void> {
  const name = parameterNameOf(resourceId);
  const live = await beforeActing(() => readPlain(client, name));
  if (digestOf(live.Value) === valueDigest) return;
  const earlier = await beforeActing(() => readPlain(client, `${name}:${version}`));
  if (digestOf(earlier.Value) !== valueDigest) {
    throw new RejectedError(
      `Nothing was changed: version ${version} of ${resourceId} does not hold the value that was planned`,
    );
  }
  await client.send(
    new PutParameterCommand({ Name: name, Value: earlier.Value, Type: earlier.Type, Overwrite: true }),
  );
}

/** `selector` is a name, or a name and a version. */
async function readPlain(client: SSMClient, selector: string) {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: selector }));
  if (Parameter?.Type && PLAIN_TYPES.includes(Parameter.Type)) return Parameter;
  throw new RejectedError(`${selector} is a secret, which Fleetmedic does not touch; restore it by hand`);
}
