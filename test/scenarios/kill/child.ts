// A process of its own: the server on the folder and at the speed that it is told. It lives until it is killed, or dies
// by its own hand just before the n-th write that it makes while a recovery is running.

import { StatementSync } from 'node:sqlite';
import { loadShippedModel } from '#local/models.ts';
import { startServer } from '#local/server/server.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeLog } from '#runtime/log.ts';
import { systemWallClock } from '../../../src/local/cli/wall-clock.ts';
import { STORY } from './story.ts';

const [dataFolder, speed, lastWrite] = process.argv.slice(2);
if (lastWrite !== undefined) dieBeforeWrite(Number(lastWrite));

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
function dieBeforeWrite(writes: number): void {
  const running = new Set<unknown>();
  const run = StatementSync.prototype.run;
  let left = writes;
  StatementSync.prototype.run = function counted(this: StatementSync, ...values: Parameters<typeof run>) {
    if (this.sourceSQL.includes('INTO machine_execution (')) {
      const [name, status] = values as readonly unknown[];
      if (status === 'RUNNING') running.add(name);
      else running.delete(name);
    }
    if (running.size > 0) left -= 1;
    if (left < 0) process.kill(process.pid, 'SIGKILL');
    return run.apply(this, values);
  };
}
