// The models of a cross-validation: for each group (a machine, a data set) the one that has not seen it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '#domain/result.ts';

/**
 * Opens `<folder>/fold-K` by `folds.json`; undefined for a group of no fold. Throws where there are no folds at all: judged by
 * a model that has seen it, a series would flatter.
 */
export async function openFolds<Model>(
  folder: string,
  load: (folder: string) => Promise<Result<Model, string>>,
): Promise<(group: string) => Model | undefined> {
  const text = await readFile(join(folder, 'folds.json'), 'utf8').catch(() => {
    throw new Error(`${folder} has no models of folds: npm run train -- --data <data folder> --folds`);
  });
  const foldOf: Record<string, number> = JSON.parse(text);
  const models = new Map<number, Model>();
  for (const fold of new Set(Object.values(foldOf)))
    models.set(fold, await openModel(join(folder, `fold-${fold}`), load));
  return (group) => models.get(foldOf[group] ?? -1);
}

/** The model of a folder; a bench cannot go on without, so a refusal is thrown. */
export async function openModel<Model>(
  folder: string,
  load: (folder: string) => Promise<Result<Model, string>>,
): Promise<Model> {
  const loaded = await load(folder);
  if (!loaded.ok) throw new Error(loaded.refusal);
  return loaded.value;
}
