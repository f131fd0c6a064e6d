import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteMessageStore } from '#adapters/sqlite/message-store.ts';
import { localBus } from '#local/delivery/bus.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { type Train, trainInProcess, trainWhenAsked } from '#local/training.ts';
import { makeLog } from '#runtime/log.ts';
import { minute, NOON } from '../builders.ts';

const ASKED = {
  type: 'retraining-asked',
  modelName: 'anomaly-boosting',
  reason: 'drift',
  summary: 'It drifts',
} as const;

function makeBus(train: Train, file = join(mkdtempSync(join(tmpdir(), 'training-')), 'some.db')) {
  const database = openDatabase(file);
  const timeline = virtualTimeline(NOON);
  const lines: string[] = [];
  const bus = localBus({ timeline, messages: sqliteMessageStore(database), report: () => undefined });
  trainWhenAsked({ bus, database, log: makeLog((line) => lines.push(line)), train });
  return { bus, timeline, lines, file };
}

it('begins a training on what was recorded here, one at a time, and says where its result is', async () => {
  const begun: string[] = [];
  let end: (code: number) => void = () => undefined;
  const world = makeBus(({ args }) => {
    begun.push(args.slice(1).join(' '));
    return new Promise((resolve) => {
      end = resolve;
    });
  });

  await world.bus.publish([ASKED, ASKED]);
  await world.timeline.runUntil(minute(1));
  end(0);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();

  const challenger = join(world.file, '..', 'challenger');
  expect(begun).toEqual([`--database ${world.file} --out ${challenger}`]);
  expect(world.lines.map((line) => JSON.parse(line))).toEqual([
    { event: 'retraining-ended', isDone: true, code: 0, challenger },
  ]);
});

it('says so when it could not be begun, and goes on', async () => {
  const world = makeBus(() => Promise.reject(new Error('no such program')));

  await world.bus.publish([ASKED]);
  await world.timeline.runUntil(minute(1));

  expect(world.lines.join()).toContain('no such program');
});

it('does not train on a database that nobody else can read', async () => {
  const begun: string[] = [];
  const world = makeBus(async ({ out }) => begun.push(out), ':memory:');

  await world.bus.publish([ASKED]);
  await world.timeline.runUntil(minute(1));

  expect(begun).toEqual([]);
});

it('runs a process of its own and tells how it ended', async () => {
  const run = (...args: readonly string[]) => trainInProcess({ command: process.execPath, args, out: '' });

  expect(await run('-e', 'process.exit(3)')).toBe(3);
  await expect(trainInProcess({ command: 'no-such-program', args: [], out: '' })).rejects.toThrow('ENOENT');
});
