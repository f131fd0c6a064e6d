import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { localDoctor } from '#local/cli/local-doctor.ts';

const doctor = localDoctor();

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medic-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A server that gives one answer to everything; its port. */
async function listen(body: string): Promise<number> {
  const server = createServer((_, response) => response.end(body));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('localDoctor', () => {
  it('tries to write, in the folder or where it would be made', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'file'), '');

    expect(await doctor.findFolderProblem(join(folder, 'not', 'yet', 'there'))).toBeUndefined();
    expect(await doctor.findFolderProblem(join(folder, 'file'))).toContain('ENOTDIR');
  });

  it('finds a damaged database, and none wrong where there is none', async () => {
    const [empty, damaged] = [await makeFolder(), await makeFolder()];
    await writeFile(join(damaged, 'fleetmedic.db'), 'this is no database, and long enough to be read as one');

    expect(await doctor.findDatabaseProblem(empty)).toBeUndefined();
    expect(await doctor.findDatabaseProblem(damaged)).toContain('cannot be read');
  });

  it('tells who uses a port', async () => {
    const ours = await listen('{"error":{"code":"not-authenticated"}}');
    const another = await listen('hello');
    const free = await listen('');

    expect(await doctor.portUser(ours)).toBe('fleetmedic');
    expect(await doctor.portUser(another)).toBe('another');
    expect(await doctor.portUser(free)).toBe('another');
  });

  it('loads the shipped model', async () => {
    expect(await doctor.findModelProblem()).toBeUndefined();
  });

  it('reads settings', async () => {
    const folder = await makeFolder();
    const [good, bad] = [join(folder, 'good.yaml'), join(folder, 'bad.yaml')];
    await writeFile(good, 'version: 1\nservices:\n  - id: web\n    resources: [ecs-service/shop/web]\n');
    await writeFile(bad, 'version: 2\n');

    expect(await doctor.readSettings(join(folder, 'none.yaml'))).toBeUndefined();
    expect(await doctor.readSettings(good)).toEqual({});
    expect((await doctor.readSettings(bad))?.problem).toContain('bad.yaml:');
  });
});
