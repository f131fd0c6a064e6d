// Points an alias of a Lambda function at another version. The revision of the alias guards the call: if anybody changed
// it since it was read, Lambda refuses and nothing is changed.

import { GetAliasCommand, type LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { aliasOf } from '#adapters/aws/resources/lambda-alias.ts';
import type { ActionOf } from '#domain/action/action.ts';
import { beforeActing } from './before-acting.ts';

/** Moves the alias, or does nothing when it is there already. Rejects with a RejectedError or the SDK's error. */
export async function setAliasVersion(
  client: LambdaClient,
  { resourceId, version }: ActionOf<'lambda-alias/set-version'>,
): Promise<void> {
  const alias = aliasOf(resourceId);
  const { FunctionVersion, RevisionId } = await beforeActing(() => client.send(new GetAliasCommand(alias)));
  if (FunctionVersion === String(version)) return;
  await client.send(new UpdateAliasCommand({ ...alias, FunctionVersion: String(version), RevisionId }));
}
