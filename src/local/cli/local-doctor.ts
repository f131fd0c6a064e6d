// Asks this machine what `medic doctor` wants to know.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DoctorFacts } from './doctor-checks.ts';

const HOST = '127.0.0.1';
const CONSOLE_PAGE = fileURLToPath(new URL('../../../dist/console/index.html', import.meta.url));
const DATABASE_FILE = 'fleetmedic.db';
const PROBE_MILLISECONDS = 2000;

/** The facts of this process, its files and its network. */
export function localDoctor(): DoctorFacts {
  return {
    nodeVersion: process.versions.node,
    now: Date.now,
    findFolderProblem,
    findDatabaseProblem,
    portUser,
    findModelProblem,
    isConsoleBuilt: async () => existsSync(CONSOLE_PAGE),
    readSettings,
  };
}

/** Tried by writing: permissions, full disks and read-only mounts look alike otherwise. */
async function findFolderProblem(folder: string): Promise<string | undefined> {
  const existing = nearestExisting(resolve(folder));
  try {
    const probe = await mkdtemp(join(existing, '.medic-probe-'));
    await rm(probe, { recursive: true });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The folder itself, or the one it would be made in. */
function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

async function findDatabaseProblem(folder: string): Promise<string | undefined> {
  const path = join(folder, DATABASE_FILE);
  if (!existsSync(path)) return undefined;
  const { openDatabase } = await import('#adapters/sqlite/database.ts');
  try {
    openDatabase(path).close();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function portUser(port: number): Promise<'nobody' | 'fleetmedic' | 'another'> {
  if (await canListen(port)) return 'nobody';
  try {
    const response = await fetch(`http://${HOST}:${port}/v1/health`, {
      signal: AbortSignal.timeout(PROBE_MILLISECONDS),
    });
    const text = await response.text();
    return text.includes('not-authenticated') ? 'fleetmedic' : 'another';
  } catch {
    return 'another';
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, HOST, () => server.close(() => answer(true)));
  });
}

async function findModelProblem(): Promise<string | undefined> {
  const { loadShippedModel } = await import('#local/models.ts');
  try {
    const loaded = await loadShippedModel();
    return loaded.ok ? undefined : loaded.refusal;
  } catch (error) {
    return messageOf(error);
  }
}

async function readSettings(path: string): Promise<{ readonly problem?: string } | undefined> {
  if (!existsSync(path)) return undefined;
  const { parseSettings } = await import('#contracts/settings-document.ts');
  try {
    parseSettings(await readFile(path, 'utf8'), path);
    return {};
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
