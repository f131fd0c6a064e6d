import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { s3AuditArchive } from '#adapters/aws/audit-archive.ts';
import { makeClient } from '#adapters/aws/clients.ts';
import { digestOf } from '#contracts/digest.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import { auditRecord } from '../builders.ts';
import { describeAws, useFreshAccount } from './place.ts';

const ENTRY = linkEntry(undefined, auditRecord(), digestOf);
const KEY = 'audit/2026-11-23/000000000001.json';

/** As the stack creates it. */
async function createArchive() {
  const client = makeClient(S3Client);
  const bucketName = `archive-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucketName, ObjectLockEnabledForBucket: true }));
  return { client, bucketName, archive: s3AuditArchive({ client, bucketName }) };
}

/** The versions of each key. */
async function versionsIn({ client, bucketName }: Awaited<ReturnType<typeof createArchive>>) {
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucketName }));
  return Versions.map(({ Key }) => Key);
}

describeAws('the audit archive', () => {
  beforeAll(useFreshAccount);

  it('keeps the entry by its day and number, whole', async () => {
    const made = await createArchive();

    await made.archive.put(ENTRY);

    const { Body } = await made.client.send(new GetObjectCommand({ Bucket: made.bucketName, Key: KEY }));
    expect(AuditEntry.parse(JSON.parse(String(await Body?.transformToString())))).toEqual(ENTRY);
  });

  it('keeps one version of an entry that comes twice', async () => {
    const made = await createArchive();

    await made.archive.put(ENTRY);
    await made.archive.put(ENTRY);

    expect(await versionsIn(made)).toEqual([KEY]);
  });

  it('never lays another entry over one that is there', async () => {
    const made = await createArchive();
    await made.archive.put(ENTRY);

    await made.archive.put({ ...ENTRY, hash: 'forged' });

    const { Body } = await made.client.send(new GetObjectCommand({ Bucket: made.bucketName, Key: KEY }));
    expect(await versionsIn(made)).toEqual([KEY]);
    expect(await Body?.transformToString()).toContain(ENTRY.hash);
  });

  it('says which entry could not be archived, and where', async () => {
    const client = makeClient(S3Client);

    await expect(s3AuditArchive({ client, bucketName: 'not-there' }).put(ENTRY)).rejects.toThrow(
      'archive entry 1 of the audit log in not-there',
    );
  });
});
