import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { ResourceId } from '#domain/ids.ts';
import { openAccountFolder } from '#local/aws/account-folder.ts';
import { makeAccountLoop } from '#local/aws/account-loop.ts';
import { startAccountServer } from '#local/aws/account-server.ts';
import { chooseAccountSettings } from '#local/aws/account-settings.ts';
import { makeAccountWorld } from '#local/aws/account-world.ts';
import { localTasks } from '#local/cli/local-tasks.ts';
import { systemWallClock } from '#local/cli/wall-clock.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { makeLog } from '#runtime/log.ts';
import {
  at,
  CHECKOUT,
  CHECKOUT_ECS,
  ecsState,
  INCIDENT,
  NOON,
  scaleTo,
  service,
  settings,
} from '../../builders.ts';
import { fakeAccount, managed, PLACE } from './account.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medic-account-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('what is watched of an account', () => {
  it('is what the file says, observed only', async () => {
    const fromFile = settings({ mode: 'auto', services: [service()] });

    const chosen = await chooseAccountSettings(fakeAccount(), { fromFile, isActing: false });

    expect(chosen).toEqual({ ...fromFile, mode: 'observe' });
  });

  it('is what the file says, in its modes, for who asks for acts', async () => {
    const fromFile = settings({ mode: 'approve' });

    expect(await chooseAccountSettings(fakeAccount(), { fromFile, isActing: true })).toBe(fromFile);
  });

  it('are the tagged ECS services without a file, namesakes told apart by their clusters', async () => {
    const ids = ['ecs-service/a/web', 'ecs-service/b/web', 'ecs-service/b/cart', 'configuration/app/flags'];
    const discover = async () => ids.map((id) => ({ resourceId: ResourceId.parse(id), tags: {} }));

    const { services } = await chooseAccountSettings(fakeAccount({ discover }), {
      fromFile: undefined,
      isActing: false,
    });

    expect(services.map(({ id }) => id)).toEqual(['a-web', 'b-web', 'cart']);
  });

  it('is nothing where nothing is tagged, and that is an error', async () => {
    const chosen = chooseAccountSettings(fakeAccount(), { fromFile: undefined, isActing: false });

    await expect(chosen).rejects.toThrow('No ECS service carries the tag');
  });
});

describe('an account as a world', () => {
  it('has no hands where nobody asked for acts', async () => {
    const account = fakeAccount({
      makeActuator: () => {
        throw new Error('Hands were asked for');
      },
    });

    const { actuator } = makeAccountWorld({ account, isActing: false, tell: () => undefined });

    await expect(actuator.apply(scaleTo(6), 'token')).rejects.toMatchObject({ name: 'RejectedError' });
  });

  it('has them where somebody did', async () => {
    const { actuator } = makeAccountWorld({ account: fakeAccount(), isActing: true, tell: () => undefined });

    await expect(actuator.apply(scaleTo(6), 'token')).resolves.toBeUndefined();
  });

  it('pages the person at the terminal, once for each reason', async () => {
    const told: string[] = [];
    const { pager } = makeAccountWorld({
      account: fakeAccount(),
      isActing: false,
      tell: (text) => told.push(text),
    });
    const page = { incidentId: INCIDENT, serviceIds: [service().id], severity: 'SEV-2', at: NOON } as const;

    await pager.page({ ...page, reason: 'approval-needed', summary: 'Restart checkout' });
    await pager.page({ ...page, reason: 'escalated', summary: 'Errors' });
    await pager.page({ ...page, reason: 'escalated', summary: 'Errors' });

    expect(told).toEqual([
      `[SEV-2] Approval needed: checkout: Restart checkout (medic show ${INCIDENT})\n`,
      `[SEV-2] Escalated: checkout: Errors (medic show ${INCIDENT})\n`,
    ]);
  });
});

describe('the server over an account', () => {
  it('answers with the account, keeps its database apart, and lets nobody else have it', async () => {
    const folder = await makeFolder();
    const options = {
      port: 0,
      dataFolder: folder,
      settings: settings({ services: [service({ resources: [CHECKOUT_ECS] })] }),
      world: makeAccountWorld({ account: fakeAccount(), isActing: false, tell: () => undefined }),
      place: PLACE,
      model: undefined,
      startAt: NOON,
      wallClock: systemWallClock,
      log: makeLog(),
    };
    const server = await startAccountServer(options);
    onTestFinished(() => server.stop());
    const token = new URL(server.consoleUrl).searchParams.get('token');

    const answer = await fetch(`${server.url}/v1/services`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('checkout');
    await expect(startAccountServer(options)).rejects.toThrow('account-123456789012-eu-central-1');
    const elsewhere = await startAccountServer({ ...options, place: { ...PLACE, region: 'eu-west-1' } });
    await elsewhere.stop();
  });

  it('refuses a damaged database, and lets go of it', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'account-123456789012-eu-central-1.db');
    await writeFile(file, 'this is no database, and long enough to be read as one');

    expect(() => openAccountFolder(folder, PLACE)).toThrow('cannot be read');

    await rm(file);
    openAccountFolder(folder, PLACE).close();
  });

  it('runs in this process until a signal ends it', async () => {
    const before = process.listeners('SIGTERM');
    const options = {
      port: 0,
      dataFolder: await makeFolder(),
      settings: settings(),
      isActing: false,
      isBrowserOpened: false,
      tell: () => undefined,
    };

    const server = await localTasks().startAccountServer(options, fakeAccount());

    expect(server.consoleUrl).toContain(`${server.url}/?token=`);
    for (const listener of process.listeners('SIGTERM')) {
      if (!before.includes(listener)) listener('SIGTERM');
    }
    await expect(server.ended).resolves.toBeUndefined();
  });
});

describe('the loop over an account', () => {
  it('records what changes between two looks, minute after minute', async () => {
    const timeline = virtualTimeline(NOON);
    const describeNow = () => ecsState({ deploymentId: `ecs-svc/${Math.floor(timeline.now() / 120_000)}` });
    const resources = { describe: async (id: ResourceId) => managed(id, { state: describeNow() }) };
    const loop = makeAccountLoop({
      database: openDatabase(':memory:'),
      timeline,
      settings: settings({ services: [service()] }),
      world: makeAccountWorld({
        account: fakeAccount({ resources }),
        isActing: false,
        tell: () => undefined,
      }),
      place: PLACE,
    });
    await loop.start();

    await timeline.runUntil(at(240));

    const changes = await loop.stores.changes.list([CHECKOUT], NOON, at(300));
    expect(changes.map((change) => change.at)).toEqual([at(120), at(240)]);
  });
});
