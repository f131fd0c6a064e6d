import { expect, it } from 'vitest';
import { registerShelf } from '#application/models/register-shelf.ts';
import { makeObserveWorld } from '../observe-world.ts';

const FAILURE = { name: 'failure-boosting', hash: 'f-1', featureHash: 'features-f', quality: {} };
const RANKER = { name: 'cause-ranker', hash: 'c-1', featureHash: 'features-c', quality: { 'top-1': 0.84 } };

async function rolesIn(world: ReturnType<typeof makeObserveWorld>) {
  const records = await world.models.list();
  return Object.fromEntries(
    records.map(({ name, versions }) => [name, versions.map(({ hash, role }) => `${hash} ${role}`)]),
  );
}

it('registers every model of the shelf as the one that decides', async () => {
  const world = makeObserveWorld();

  await registerShelf(world, { shipped: [FAILURE, RANKER], rivals: [] });

  expect(await rolesIn(world)).toEqual({
    'cause-ranker': ['c-1 champion'],
    'failure-boosting': ['f-1 champion'],
  });
});

it('puts those of a challenger’s folder through the gate, whichever it holds', async () => {
  const world = makeObserveWorld();
  const better = { ...FAILURE, hash: 'f-2' };
  const worse = { ...RANKER, hash: 'c-2', quality: { 'top-1': 0.7 } };

  await registerShelf(world, { shipped: [FAILURE, RANKER], rivals: [better, worse] });

  expect(await rolesIn(world)).toEqual({
    'cause-ranker': ['c-2 refused', 'c-1 champion'],
    'failure-boosting': ['f-2 admitted', 'f-1 champion'],
  });
});

it('takes a copy of what is shipped for no rival', async () => {
  const world = makeObserveWorld();

  await registerShelf(world, { shipped: [FAILURE], rivals: [FAILURE] });

  expect(await rolesIn(world)).toEqual({ 'failure-boosting': ['f-1 champion'] });
});

it('only says so when the registry does not answer', async () => {
  const world = makeObserveWorld();
  const models = { ...world.models, find: () => Promise.reject(new Error('no table')) };

  await registerShelf({ ...world, models }, { shipped: [FAILURE], rivals: [] });

  expect(world.lines.join()).toContain('no table');
});
