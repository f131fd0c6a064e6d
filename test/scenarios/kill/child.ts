// A process of its own: the server on the folder and at the speed that it is told. It lives until it is killed, or dies
// by its own hand just before its n-th write to a table while a recovery is running.

import { StatementSync } from 'node:sqlite';
import { loadShippedModel } from '#local/models.ts';
import { startServer } from '#local/server/server.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeLog } from '#runtime/log.ts';
import { systemWallClock } from '../../../src/local/cli/wall-clock.ts';
import { STORY } from './story.ts';

const [dataFolder, speed, table, writes] = process.argv.slice(2);
if (table !== undefined) dieBeforeWrite(table, Number(writes));

const model = await loadShippedModel();
const server = await startServer({
  port: 0,
  dataFolder,
  story: STORY,
  speed: Number(speed),
  settings: (topology) => settingsForFleet(topology, 'auto'),
  model: model.ok ? model.value : undefined,
  wallClock: systemWallClock,
  log: makeLog(),
});
process.stdout.write(`${server.url}\n`);
await server.ended;

/** SIGKILL, as anybody else would send it: nothing is tidied up, and no statement after this one begins. */
function dieBeforeWrite(into: string, nth: number): void {
  const running = new Set<unknown>();
  const run = StatementSync.prototype.run;
  let left = nth;
  function counted(this: StatementSync, ...values: readonly unknown[]) {
    const written = /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE) (\w+)/.exec(this.sourceSQL)?.[1];
    if (written === 'machine_execution') {
      const [name, status] = values;
      if (status === 'RUNNING') running.add(name);
      else running.delete(name);
    }
    if (written === into && running.size > 0) left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(run, this, values);
  }
  Object.assign(StatementSync.prototype, { run: counted });
}
