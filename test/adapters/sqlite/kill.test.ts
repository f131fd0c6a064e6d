import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { digestOf } from '#contracts/digest.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { manualClock, OURS } from '../../builders.ts';
import { temporaryDatabase } from '../../contracts/sqlite-subject.ts';

it('keeps every write that was answered when the process is killed in the middle of others', async () => {
  const path = temporaryDatabase();
  const answered = await appendAndKill(path);

  const database = openDatabase(path);
  const { audit, captures } = makeSqliteStores(database, manualClock());
  const entries = await audit.read(1, answered + 1000);
  const kept = await captures.listOf(OURS);
  database.close();

  expect(entries.length).toBeGreaterThanOrEqual(answered);
  expect(kept.length).toBeGreaterThanOrEqual(entries.length);
  expect(verifyChain(entries, digestOf).ok).toBe(true);
});

/** Kills a process that writes to the database, and says how many writes it had reported by then. */
async function appendAndKill(path: string): Promise<number> {
  const program = fileURLToPath(new URL('append-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.split('\n').length > 50) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  return Number(output.split('\n').at(-2));
}
