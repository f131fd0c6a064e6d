// The audit archive in an S3 bucket whose objects are locked: one object for each entry, written once. The lock alone
// would let a second version be laid over the first, so a write is refused where something lies.

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AuditArchive } from '#application/ports/recovery.ts';
import { archiveKey } from '#contracts/archive-keys.ts';
import { calling, isAnyOf } from './errors.ts';

export interface AuditArchiveOptions {
  readonly client: S3Client;
  readonly bucketName: string;
}

/** The archive in the bucket, which must exist. An entry that is there already stays as it is. */
export function s3AuditArchive({ client, bucketName }: AuditArchiveOptions): AuditArchive {
  return {
    async put(entry) {
      const command = new PutObjectCommand({
        Bucket: bucketName,
        Key: archiveKey(entry),
        Body: JSON.stringify(entry),
        ContentType: 'application/json',
        IfNoneMatch: '*',
      });
      await calling(`archive entry ${entry.sequence} of the audit log in ${bucketName}`, () =>
        client.send(command).catch(ignoreExisting),
      );
    },
  };
}

function ignoreExisting(error: unknown): void {
  if (!isAnyOf(error, ['PreconditionFailed'])) throw error;
}
