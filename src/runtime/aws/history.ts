// What a training outside of the functions takes from a deployment: the history that was recorded, and the version that
// decides now, to be measured beside.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { makeClient } from '#adapters/aws/clients.ts';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import { s3VersionStore } from '#adapters/aws/version-store.ts';
import type { CollectOwnSeriesDeps } from '#application/models/collect-own-series.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { championOf } from '#domain/model/model.ts';

/** What the table of a deployment holds, in the account that the SDK's environment points to. It is only read. */
export function openTableHistory(
  name: string,
  clock: Clock,
): CollectOwnSeriesDeps & { readonly models: ModelRegistry } {
  return { ...makeTableStores({ client: makeClient(DynamoDBClient), name }, clock), clock };
}

export interface ChampionPlace {
  readonly models: ModelRegistry;
  readonly modelName: string;
  /** Of the version that the source came with. */
  readonly shipped: string;
  readonly bucketName: string;
}

/** Lays the version that decides into a folder; false when it is the shipped one, which is at hand. */
export async function fetchChampion(
  { models, modelName, shipped, bucketName }: ChampionPlace,
  folder: string,
): Promise<boolean> {
  const record = await models.find(modelName);
  const hash = record && championOf(record)?.hash;
  if (hash === undefined || hash === shipped) return false;
  await s3VersionStore({ client: makeClient(S3Client), bucketName }).fetch(hash, folder);
  return true;
}
