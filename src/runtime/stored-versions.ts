// The versions of the scoring model that trainings have made, as far as they are needed: the newest, to be tried, and the
// one that decides where it is neither shipped nor the newest. Each is proven by its hash before anything is asked of it.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ModelRegistry, VersionStore } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { championOf } from '#domain/model/model.ts';
import { loadModel } from '#runtime/model.ts';

export interface StoredVersionsDeps {
  readonly versions: VersionStore;
  readonly models: ModelRegistry;
  readonly log: Log;
}

/** Besides the shipped version. */
export interface StoredVersions {
  readonly rival: AnomalyModel | undefined;
  readonly spares: readonly AnomalyModel[];
  /** The hash of the newest when this was read, whether or not it could be used; undefined when none was known. */
  readonly newest: string | undefined;
}

/** Loads them; one that must not be used is left out, and that is said. Rejects when store or registry do not answer. */
export async function loadStoredVersions(
  deps: StoredVersionsDeps,
  shipped: AnomalyModel,
): Promise<StoredVersions> {
  const [newest, record] = await Promise.all([deps.versions.newest(), deps.models.find(shipped.info.name)]);
  const champion = record && championOf(record)?.hash;
  const wanted = [...new Set([newest, champion])].filter((hash) => hash !== shipped.info.hash);
  const loaded = new Map<string, AnomalyModel>();
  for (const hash of wanted) {
    const model = hash === undefined ? undefined : await loadVersion(deps, hash);
    if (model) loaded.set(model.info.hash, model);
  }
  const rival = loaded.get(newest ?? '');
  return { rival, spares: [...loaded.values()].filter((model) => model !== rival), newest };
}

async function loadVersion({ versions, log }: StoredVersionsDeps, hash: string) {
  const folder = await mkdtemp(join(tmpdir(), 'fleetmedic-version-'));
  await versions.fetch(hash, folder);
  const loaded = await loadModel(folder);
  if (loaded.ok && loaded.value.info.hash === hash) return loaded.value;
  const reason = loaded.ok ? `what lies there is ${loaded.value.info.hash}` : loaded.refusal;
  log.record('model-refused', { hash, reason });
  return undefined;
}
