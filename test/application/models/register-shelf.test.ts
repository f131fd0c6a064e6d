import { expect, it } from 'vitest';
import { promoteModel } from '#application/models/change-champion.ts';
import { registerModels } from '#application/models/register-models.ts';
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
    'failure-boosting': ['f-2 challenger', 'f-1 champion'],
  });
});

it('only admits what no outcome can judge, and says so', async () => {
  const world = makeObserveWorld();
  const shipped = { name: 'error-class', hash: 'e-1', featureHash: 'features-e' };

  await registerShelf(world, { shipped: [shipped], rivals: [{ ...shipped, hash: 'e-2' }] });

  const record = await world.models.find('error-class');
  expect(record).toMatchObject({ isTried: false, versions: [{ hash: 'e-2', role: 'admitted' }, {}] });
  expect(record?.versions[0]?.reason).toContain('no outcome tells how right models of its kind are');
  expect(await promoteModel(world, { name: 'error-class', hash: 'e-2', by: 'ana', reason: 'try' })).toEqual({
    ok: false,
    refusal: { reason: 'not-a-challenger', detail: expect.stringContaining('e-2 is admitted') },
  });
});

it('tries what an earlier version of the code could only admit, and the other way round', async () => {
  const world = makeObserveWorld();
  const better = { ...FAILURE, hash: 'f-2' };
  await registerModels(world, { shipped: FAILURE, rival: better, isTried: false });
  await registerModels(world, { shipped: { ...RANKER, name: 'old' }, rival: undefined });

  await registerShelf(world, { shipped: [FAILURE, { ...RANKER, name: 'old' }], rivals: [better] });

  expect(await rolesIn(world)).toMatchObject({ 'failure-boosting': ['f-2 challenger', 'f-1 champion'] });
  expect((await world.models.find('failure-boosting'))?.isTried).toBeUndefined();
  expect((await world.models.find('old'))?.isTried).toBe(false);
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
