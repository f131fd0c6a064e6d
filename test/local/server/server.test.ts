// The local server as `medic start` begins it: the port, the folder and its files, and what a second start finds.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConflictError, CorruptDatabaseError, InvalidInputError } from '#domain/errors.ts';
import { type RunningServer, type ServerOptions, startServer } from '#local/server/server.ts';
import { LOCAL_OPERATOR, settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeLog } from '#runtime/log.ts';
import { systemWallClock } from '../../../src/local/cli/wall-clock.ts';
import { incident } from '../../builders.ts';
import { idOf, minutesAfter, NOON } from '../fleet/builders.ts';

/** A folder that does not exist yet, and is gone after the test. */
function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'fleetmedic-server-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

/** The first trouble comes soon, so that there is little to warm up. */
function options(overrides: Partial<ServerOptions> = {}): ServerOptions {
  const trouble = { kind: 'F3', serviceId: idOf('cart'), at: minutesAfter(NOON, 10) } as const;
  return {
    port: 0,
    story: { seed: 3, startAt: NOON, hours: 6, injections: [trouble] },
    speed: 1,
    settings: (topology) => settingsForFleet(topology, 'auto'),
    model: undefined,
    wallClock: systemWallClock,
    log: makeLog(),
    ...overrides,
  };
}

async function start(overrides: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer(options(overrides));
  onTestFinished(() => server.stop());
  return server;
}

function tokenOf({ consoleUrl }: RunningServer): string {
  return new URL(consoleUrl).searchParams.get('token') ?? '';
}

/** Asks the API as its operator. */
function ask(server: RunningServer, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${tokenOf(server)}`, 'content-type': 'application/json' };
  return fetch(`${server.url}${path}`, { ...init, headers });
}

describe('a first start', () => {
  it('answers on a free port, on this machine alone, to whoever has the token', async () => {
    const server = await start({ dataFolder: newFolder() });

    const health = await ask(server, '/v1/health');
    const stranger = await fetch(`${server.url}/v1/services`);

    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(health.status).toBe(200);
    expect(stranger.status).toBe(401);
  });

  it('warms the world up until shortly before its first trouble', async () => {
    const server = await start({ dataFolder: newFolder() });

    const { fleet, loop } = server.simulation;
    expect(fleet.now()).toBe(minutesAfter(NOON, 5));
    expect(await loop.stores.health.latest(idOf('cart'))).toBeDefined();
  });

  it('makes a token that only its owner may read', async () => {
    const dataFolder = newFolder();

    const server = await start({ dataFolder });

    const file = join(dataFolder, 'token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim()).toBe(tokenOf(server));
  });

  it('leaves nothing but the world, its lock and its token', async () => {
    const dataFolder = newFolder();
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'fleetmedic.new.db'), 'half a world that a killed start left');

    const server = await startServer(options({ dataFolder }));
    await server.stop();

    expect(existsSync(join(dataFolder, 'fleetmedic.new.db'))).toBe(false);
    expect(existsSync(join(dataFolder, 'fleetmedic.db'))).toBe(true);
  });
});

describe('in memory', () => {
  it('nothing is written, and every start has a token of its own', async () => {
    const one = await start();
    const other = await start();

    expect((await ask(one, '/v1/health')).status).toBe(200);
    expect(tokenOf(one)).not.toBe(tokenOf(other));
  });
});

describe('a second start', () => {
  it('on a port that is taken, says so before anything is made', async () => {
    const first = await start();
    const dataFolder = newFolder();
    const port = Number(new URL(first.url).port);

    const second = startServer(options({ port, dataFolder }));

    await expect(second).rejects.toThrow(ConflictError);
    await expect(second).rejects.toThrow(
      `Port ${port} is in use by another program; stop it, or choose another`,
    );
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('on a folder that another process works with, is refused', async () => {
    const dataFolder = newFolder();
    await start({ dataFolder });

    const second = startServer(options({ dataFolder }));

    await expect(second).rejects.toThrow(ConflictError);
    await expect(second).rejects.toThrow(/is in use by another Fleetmedic process/);
  });

  it('goes on in the same world, with the same token, never at an earlier moment', async () => {
    const dataFolder = newFolder();
    const first = await startServer(options({ dataFolder, speed: 3600 }));
    await first.simulation.loop.stores.stopSwitch.write({
      isEngaged: true,
      by: 'ana',
      reason: 'test',
      at: NOON,
    });
    await until(() => first.simulation.fleet.now() >= minutesAfter(NOON, 20));
    await first.stop();
    const left = first.simulation.fleet.now();

    const second = await start({ dataFolder, story: { ...options().story, seed: 99 } });

    const { fleet, loop } = second.simulation;
    expect(fleet.now()).toBeGreaterThanOrEqual(minutesAfter(left, -1));
    expect(loop.ports.clock.now()).toBeGreaterThanOrEqual(left);
    expect(fleet.truth().faults.map(({ id }) => id)).toEqual(['injected-1']);
    expect(await loop.stores.stopSwitch.read()).toMatchObject({ isEngaged: true, by: 'ana' });
    expect(tokenOf(second)).toBe(tokenOf(first));
  });

  it('goes on behind what people did between two ticks', async () => {
    const dataFolder = newFolder();
    const first = await startServer(options({ dataFolder, speed: 20 }));
    await until(() => first.simulation.loop.ports.clock.now() > minutesAfter(NOON, 5));
    await ask(first, '/v1/stop', {
      method: 'POST',
      body: JSON.stringify({ confirm: 'stop', reason: 'test' }),
    });
    const { at } = await first.simulation.loop.stores.stopSwitch.read();
    await first.stop();

    const second = await start({ dataFolder });

    expect(at).toBeGreaterThan(minutesAfter(NOON, 5));
    expect(second.simulation.loop.ports.clock.now()).toBeGreaterThanOrEqual(at ?? 0);
  });
});

describe('a folder with something wrong in it', () => {
  it('a damaged database is refused with the way out, and keeps every byte', async () => {
    const dataFolder = newFolder();
    mkdirSync(dataFolder);
    const file = join(dataFolder, 'fleetmedic.db');
    writeFileSync(file, 'this is no database'.repeat(100));
    const bytes = readFileSync(file);

    const started = startServer(options({ dataFolder }));

    await expect(started).rejects.toThrow(CorruptDatabaseError);
    await expect(started).rejects.toThrow(/Move the file away to start anew, or restore a backup/);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('a token that is none is refused with the way out, and the folder is free again', async () => {
    const dataFolder = newFolder();
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'token'), 'short');

    const started = startServer(options({ dataFolder }));

    await expect(started).rejects.toThrow(InvalidInputError);
    await expect(started).rejects.toThrow(/delete the file/);
    rmSync(join(dataFolder, 'token'));
    await expect(start({ dataFolder })).resolves.toBeDefined();
  });

  it('settings that do not fit leave the port and the folder free', async () => {
    const dataFolder = newFolder();
    const settings = () => {
      throw new InvalidInputError('The settings name resources that the simulated fleet does not have');
    };

    await expect(startServer(options({ dataFolder, settings }))).rejects.toThrow(InvalidInputError);
    await (await startServer(options({ dataFolder }))).stop();
    await expect(startServer(options({ dataFolder, settings }))).rejects.toThrow(InvalidInputError);

    await expect(start({ dataFolder })).resolves.toBeDefined();
  });
});

describe('a command of a person', () => {
  it('reaches the loop, and is refused where the loop refuses it', async () => {
    const server = await start();
    const post = (path: string, body: unknown) =>
      ask(server, path, { method: 'POST', body: JSON.stringify(body) });

    const decided = await post('/v1/approvals/apr-none/decision', { verdict: 'approve', planHash: 'f00d' });
    const requested = await post('/v1/trigger-heal/cart', { reason: 'it feels slow' });
    const resumed = await post('/v1/resume', { reason: 'nothing to see' });

    expect([decided.status, requested.status, resumed.status]).toEqual([404, 200, 200]);
    expect(await server.simulation.loop.stores.incidents.listOpen()).toMatchObject([
      { serviceId: 'cart', requestedBy: LOCAL_OPERATOR },
    ]);
  });
});

describe('the live feed', () => {
  it('carries what the loop tells to whoever listens, and does not keep the server from ending', async () => {
    const server = await start();
    const aborted = new AbortController();
    onTestFinished(() => aborted.abort());

    const stream = await fetch(`${server.url}/v1/events`, {
      headers: { authorization: `Bearer ${tokenOf(server)}` },
      signal: aborted.signal,
    });
    const told = incident();
    await server.simulation.loop.bus.publish([{ type: 'incident-changed', incident: told }]);
    let heard = '';
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString('utf8');
      if (heard.includes('incident-changed')) break;
    }

    expect(heard).toContain(told.incidentId);
  });
});

/** Looks again and again; the test's own timeout is the limit. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
