import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { s3VersionStore } from '#adapters/aws/version-store.ts';
import { NEWEST_VERSION_KEY, VERSION_FILES, VERSION_MODELS, versionFileKey } from '#contracts/model-keys.ts';
import { loadModel } from '#runtime/model.ts';
import { describeAws, useFreshAccount } from './place.ts';

const MODELS = 'models';
const HASH = JSON.parse(readFileSync(join(MODELS, 'anomaly-boosting/manifest.json'), 'utf8')).modelHash;

/** As the stack creates it, with the files of the shipped version. */
async function makeBucket() {
  const client = makeClient(S3Client);
  const Bucket = `models-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: string | Buffer) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body }));
  return { put, store: s3VersionStore({ client, bucketName: Bucket }) };
}

async function putVersion({ put }: Awaited<ReturnType<typeof makeBucket>>) {
  for (const model of VERSION_MODELS.filter((name) => existsSync(join(MODELS, name)))) {
    for (const file of VERSION_FILES)
      await put(versionFileKey({ hash: HASH, model, file }), readFileSync(join(MODELS, model, file)));
  }
}

describeAws('the store of versions', () => {
  beforeAll(useFreshAccount);

  it('knows none before the first training', async () => {
    const { store } = await makeBucket();

    expect(await store.newest()).toBeUndefined();
  });

  it('names the newest and lays its files down as they can be loaded', async () => {
    const made = await makeBucket();
    await putVersion(made);
    await made.put(NEWEST_VERSION_KEY, JSON.stringify({ hash: HASH }));
    const folder = mkdtempSync(join(tmpdir(), 'version-'));

    const newest = await made.store.newest();
    await made.store.fetch(newest ?? '', folder);

    expect(newest).toBe(HASH);
    expect(await loadModel(folder)).toMatchObject({ ok: true, value: { info: { hash: HASH } } });
  });

  it('says that a training did not end', async () => {
    const { store } = await makeBucket();

    const fetched = store.fetch(HASH, mkdtempSync(join(tmpdir(), 'version-')));

    await expect(fetched).rejects.toThrow(`There is no version ${HASH}`);
  });

  it('says what it could not read, and where', async () => {
    const store = s3VersionStore({ client: makeClient(S3Client), bucketName: 'not-there' });

    await expect(store.newest()).rejects.toThrow('read newest.json in not-there');
  });
});
