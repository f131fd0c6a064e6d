// The server is killed twenty times in the middle of recoveries and started again on the same folder. In the end nothing
// is done twice, nothing is left open, and nothing is lost.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { digestOf } from '#contracts/digest.ts';
import { parseClientToken } from '#contracts/naming.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { Instant } from '#domain/ids.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { Execution } from '#local/asl/execution.ts';
import type { HistoryEvent } from '#local/asl/history.ts';
import { type PlantCall, restoreFleet } from '#local/fleet/fleet.ts';
import { openStream } from '#local/fleet/random.ts';
import { makeJudge } from '#local/judge/judge.ts';
import { sqliteFleetKeeper } from '#local/simulation/fleet-keeper.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { glance } from './kill/glance.ts';
import { OVER_AT } from './kill/story.ts';

const PROGRAM = fileURLToPath(new URL('kill/child.ts', import.meta.url));
/** A recovery of a quarter of an hour takes most of a second: time enough to be killed in the middle of it. */
const WATCHED_SPEED = 1200;
const FULL_SPEED = 1e9;
/** Between two looks at the database. */
const GLANCE_MS = 5;
/** The longest time after a recovery is seen running until the kill. */
const MOST_DELAY_MS = 250;
/** Longer than a start takes on a slow machine with much else to do; only an error waits so long. */
const PATIENCE_MS = 60_000;

/**
 * Where it dies by its own hand: just before the n-th write to a table, while a recovery is running. The second write of
 * a capture is its completion: the plant has been called, and nothing says yet with which result.
 */
const LAST_WRITES: readonly (readonly [table: string, nth: number])[] = [
  ['plan', 1],
  ['capture', 2],
  ['verification', 2],
  ['lease', 1],
  ['outcome', 1],
  ['recovery_budget', 1],
  ['audit_entry', 4],
  ['capture', 1],
  ['incident', 3],
  ['machine_execution', 20],
];
const KILLS = 2 * LAST_WRITES.length;

type Child = ChildProcessByStdio<null, Readable, null>;

const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-kill-'));
const file = join(folder, 'fleetmedic.db');
const killedIn: string[] = [];
let record: Awaited<ReturnType<typeof readRecord>>;

beforeAll(async () => {
  const random = openStream(2026, 'kills');
  for (const [table, nth] of LAST_WRITES) {
    await dieBeforeWrite(table, nth);
    killedIn.push(...glance(file).steps);
    await killFromOutside(random.uniform() * MOST_DELAY_MS);
    killedIn.push(...glance(file).steps);
  }
  await finish();
  record = await readRecord();
}, 4 * PATIENCE_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('after twenty kills in the middle of recoveries', () => {
  it('was killed in many different steps', () => {
    expect(killedIn.length).toBeGreaterThanOrEqual(KILLS);
    expect(new Set(killedIn).size).toBeGreaterThanOrEqual(3);
  });

  it('every execution has succeeded, and its incident is at one of the four ends', () => {
    const { executions, incidents } = record;

    expect(executions.length).toBeGreaterThan(5);
    expect(executions.map(({ name, status }) => [name, status])).toEqual(
      executions.map(({ name }) => [name, 'SUCCEEDED']),
    );
    expect(incidents.filter(({ state }) => !isEnd(state))).toEqual([]);
    expect(incidents.map(({ executionId }) => executionId).toSorted()).toEqual(
      executions.map(({ name }) => name).toSorted(),
    );
    expect(incidents.some(({ state }) => state === 'resolved')).toBe(true);
  });

  it('no signed call reached the plant twice, but for those that it had surely not carried out', () => {
    const tokens = record.calls
      .filter(({ answer }) => answer.outcome !== 'rejected')
      .map(({ clientToken }) => clientToken);

    expect(tokens.length).toBeGreaterThan(5);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('every call had its capture of the true prior state and its entries in the audit log', () => {
    for (const call of record.calls) {
      const capture = record.captureOf(call);
      expect(capture).toMatchObject({ action: call.action, before: call.before });
      expect(record.auditOf(call)).toMatch(/^action-intended(,action-(applied|refused|unknown))+$/);
    }
  });

  it('no lease is held, no slot of the budget is taken, and no message is given up', () => {
    expect(record.leases).toEqual([]);
    expect(record.slots).toEqual([]);
    expect(record.deadLetters).toBe(0);
  });

  it('the audit chain is unbroken and the judge finds nothing', () => {
    expect(record.chain.ok).toBe(true);
    expect(record.violations).toEqual([]);
  });
});

/** Watches until a recovery runs, lets a little time pass, and kills. */
async function killFromOutside(delayMs: number): Promise<void> {
  const child = start(WATCHED_SPEED);
  const isRunning = () => glance(file).steps.length > 0;
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
  await until(child, isRunning);
  await pause(delayMs);
  await until(child, isRunning);
  await kill(child);
}

/** Lets the process kill itself between two of its writes. */
async function dieBeforeWrite(table: string, nth: number): Promise<void> {
  const child = start(FULL_SPEED, table, nth);
  const [, signal] = await once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  expect(signal).toBe('SIGKILL');
}

/** Tells the story to its end. */
async function finish(): Promise<void> {
  const child = start(FULL_SPEED);
  await until(child, () => glance(file).now >= OVER_AT);
  await kill(child);
}

function start(speed: number, ...more: readonly (string | number)[]): Child {
  const args = [PROGRAM, folder, String(speed), ...more.map(String)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function kill(child: Child): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function until(child: Child, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (child.exitCode !== null) throw new Error(`The server ended by itself with ${child.exitCode}`);
    if (performance.now() > deadline) throw new Error(`Nothing came of it within ${PATIENCE_MS} ms`);
    await pause(GLANCE_MS);
  }
}

/** Everything that the database and the kept world say in the end. */
async function readRecord() {
  const database = openDatabase(file);
  const keeper = sqliteFleetKeeper(database);
  const now = () => keeper.lastMoment() ?? Instant.parse(0);
  const stores = makeSqliteStores(database, { now });
  const kept = keeper.load();
  if (!kept) throw new Error('No world was kept');
  const fleet = restoreFleet(kept.fleet);
  const calls = fleet.calls().filter(({ by }) => by === 'fleetmedic');
  const entries = await stores.audit.read(0, Number.MAX_SAFE_INTEGER);
  const executions = await sqliteExecutionStore<Execution, HistoryEvent>(database).list();
  const captures = (
    await Promise.all(executions.map(({ name }) => stores.captures.listOf(name as never)))
  ).flat();
  const judge = makeJudge({ fleet, stores, settings: settingsForFleet(fleet.topology, 'auto'), now });
  const result = {
    executions,
    incidents: await stores.incidents.listSince(Instant.parse(0)),
    calls,
    leases: (await stores.leases.listHeld()).filter(({ expiresAt }) => expiresAt > now()),
    slots: (await stores.budget.find()).slots,
    deadLetters: glance(file).deadLetters,
    chain: verifyChain(entries, digestOf),
    violations: await judge.conclude({ isSettled: true }),
    captureOf: ({ clientToken }: PlantCall) => {
      const token = parseClientToken(clientToken);
      return captures.find(
        ({ executionId, step }) => executionId === token?.executionId && step === token.step,
      );
    },
    auditOf: ({ clientToken }: PlantCall) => {
      const token = parseClientToken(clientToken);
      const own = entries.filter(
        ({ record: { subject, detail } }) => subject === token?.executionId && detail['step'] === token.step,
      );
      return own.map(({ record: { event } }) => event).join();
    },
  };
  database.close();
  return result;
}
