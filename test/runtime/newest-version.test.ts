import { expect, it } from 'vitest';
import { watchNewestVersion } from '#runtime/newest-version.ts';
import { makeObserveWorld } from '../application/observe-world.ts';

const HOUR = 3600;

/** A store whose newest version can be changed, and that counts how often it was asked. */
function makeVersions(newest?: string) {
  const store = { name: newest, asked: 0, isBroken: false };
  const versions = {
    newest: async () => {
      store.asked += 1;
      if (store.isBroken) throw new Error('no bucket');
      return store.name;
    },
  };
  return { store, versions };
}

it('looks at the newest version at most once an hour', async () => {
  const world = makeObserveWorld();
  const { store, versions } = makeVersions('hash-1');
  const isOutdated = watchNewestVersion({ ...world, versions }, 'hash-1');

  const answers = [await isOutdated()];
  world.clock.advance(HOUR - 1);
  answers.push(await isOutdated());
  world.clock.advance(1);
  answers.push(await isOutdated(), await isOutdated());

  expect(answers).toEqual([false, false, false, false]);
  expect(store.asked).toBe(1);
});

it('tells of another one, and of the first', async () => {
  const world = makeObserveWorld();
  const { store, versions } = makeVersions('hash-2');
  const watches = [
    watchNewestVersion({ ...world, versions }, 'hash-1'),
    watchNewestVersion({ ...world, versions }, undefined),
  ];
  world.clock.advance(HOUR);

  expect(await Promise.all(watches.map((isOutdated) => isOutdated()))).toEqual([true, true]);
  expect(store.asked).toBe(2);
});

it('goes on with what is loaded when it cannot look, and says so', async () => {
  const world = makeObserveWorld();
  const { store, versions } = makeVersions('hash-2');
  const isOutdated = watchNewestVersion({ ...world, versions }, 'hash-1');
  store.isBroken = true;
  world.clock.advance(HOUR);
  const failed = await isOutdated();
  store.isBroken = false;
  world.clock.advance(HOUR);

  expect([failed, await isOutdated()]).toEqual([false, true]);
  expect(world.lines.join()).toContain('no bucket');
});
