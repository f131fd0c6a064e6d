import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { promoteModel } from '#application/models/change-champion.ts';
import { registerModels } from '#application/models/register-models.ts';
import type { VersionStore } from '#application/ports/learning.ts';
import { VERSION_MODELS } from '#contracts/model-keys.ts';
import { loadModel } from '#runtime/model.ts';
import { loadStoredVersions } from '#runtime/stored-versions.ts';
import { makeObserveWorld, steadyModel } from '../application/observe-world.ts';

const MODELS = 'models';
const loaded = await loadModel(MODELS);
const HASH = loaded.ok ? loaded.value.info.hash : '';
const NAME = 'anomaly-boosting';
/** Shipped with this code, so that the version of this checkout is another one. */
const SHIPPED = { ...steadyModel(0.5), info: { name: NAME, hash: 'shipped', featureHash: 'any' } };

/** A store whose newest version is the one named; every version has the files of this checkout. */
function storeOf(newest: string | undefined): VersionStore {
  return {
    newest: async () => newest,
    fetch: async (_hash, folder) => {
      for (const model of VERSION_MODELS.filter((name) => existsSync(join(MODELS, name))))
        cpSync(join(MODELS, model), join(folder, model), { recursive: true });
    },
  };
}

it('loads the newest version as the one to be tried', async () => {
  const world = makeObserveWorld();

  const { rival, spares } = await loadStoredVersions({ ...world, versions: storeOf(HASH) }, SHIPPED);

  expect(rival?.info.hash).toBe(HASH);
  expect(spares).toEqual([]);
});

it('loads the one that decides where a newer one is there, and leaves out what is not what its name says', async () => {
  const world = makeObserveWorld();
  await registerModels(world, { shipped: SHIPPED.info, rival: { ...SHIPPED.info, hash: HASH } });
  await promoteModel(world, { name: NAME, hash: HASH, by: 'ana', reason: 'it won' });

  const found = await loadStoredVersions({ ...world, versions: storeOf('0'.repeat(64)) }, SHIPPED);

  expect(found.rival).toBeUndefined();
  expect(found.spares.map(({ info }) => info.hash)).toEqual([HASH]);
  expect(world.lines.join()).toContain(`what lies there is ${HASH}`);
});

it('leaves out files that cannot be read', async () => {
  const world = makeObserveWorld();
  const versions = { ...storeOf(HASH), fetch: async () => undefined };

  const found = await loadStoredVersions({ ...world, versions }, SHIPPED);

  expect(found).toEqual({ rival: undefined, spares: [], newest: HASH });
  expect(world.lines.join()).toContain('cannot be read');
});

it.each([undefined, 'shipped'])('has nothing to load when the newest is %s', async (newest) => {
  const world = makeObserveWorld();

  const found = await loadStoredVersions({ ...world, versions: storeOf(newest) }, SHIPPED);

  expect(found).toEqual({ rival: undefined, spares: [], newest });
});
