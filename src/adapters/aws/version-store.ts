// The versions of the scoring model in an S3 bucket, where trainings put them and the scorer takes them from.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { VersionStore } from '#application/ports/learning.ts';
import {
  NEWEST_VERSION_KEY,
  NewestVersion,
  VERSION_FILES,
  VERSION_MODELS,
  type VersionFile,
  versionFileKey,
} from '#contracts/model-keys.ts';
import { NotFoundError } from '#domain/errors.ts';
import { calling, isAnyOf } from './errors.ts';

export interface VersionStoreOptions {
  readonly client: S3Client;
  readonly bucketName: string;
}

/** The versions in the bucket, which must exist. */
export function s3VersionStore(options: VersionStoreOptions): VersionStore {
  return {
    async newest() {
      const bytes = await readObject(options, NEWEST_VERSION_KEY);
      return bytes && NewestVersion.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).hash;
    },
    async fetch(hash, folder) {
      const files = VERSION_MODELS.flatMap((model) => VERSION_FILES.map((file) => ({ hash, model, file })));
      const found = await Promise.all(files.map((file) => fetchFile(options, file, folder)));
      if (!found.includes(true))
        throw new NotFoundError(
          `There is no version ${hash} in ${options.bucketName}: its training did not end`,
        );
    },
  };
}

/** False for a file that the version does not have: whoever loads it knows which it cannot do without. */
async function fetchFile(options: VersionStoreOptions, named: VersionFile, folder: string): Promise<boolean> {
  const bytes = await readObject(options, versionFileKey(named));
  if (!bytes) return false;
  await mkdir(join(folder, named.model), { recursive: true });
  await writeFile(join(folder, named.model, named.file), bytes);
  return true;
}

/** The bytes of an object, or undefined when there is none. */
async function readObject(
  { client, bucketName }: VersionStoreOptions,
  key: string,
): Promise<Uint8Array | undefined> {
  const command = new GetObjectCommand({ Bucket: bucketName, Key: key });
  const answer = await calling(`read ${key} in ${bucketName}`, () =>
    client.send(command).catch(ignoreMissing),
  );
  return answer?.Body?.transformToByteArray();
}

function ignoreMissing(error: unknown): undefined {
  if (!isAnyOf(error, ['NoSuchKey'])) throw error;
  return undefined;
}
