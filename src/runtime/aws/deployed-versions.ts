// The versions of a model that were deployed beside the code: the shipped one, and one that a person has put there to be
// tried. What cannot be used is left out, and that is said.

import { existsSync } from 'node:fs';
import type { Log } from '#application/ports/operations.ts';
import type { Result } from '#domain/result.ts';
import { challengerFolder, deployedModelFolder } from './model.ts';

/** What could be loaded. */
export interface DeployedVersions<Model> {
  /** Without a usable one its function goes on without, as its use case says. */
  readonly shipped: Model | undefined;
  readonly rivals: readonly Model[];
}

/** Loads the versions of the model of a name. */
export async function loadDeployedVersions<Model>(
  log: Log,
  name: string,
  load: (folder: string) => Promise<Result<Model, string>>,
): Promise<DeployedVersions<Model>> {
  const shipped = usable(log, await load(deployedModelFolder(name)));
  const folder = challengerFolder(name);
  const rival = existsSync(folder) ? usable(log, await load(folder)) : undefined;
  return { shipped, rivals: rival ? [rival] : [] };
}

/** The model; undefined, with a line in the log, when it is refused. */
export function usable<Model>(log: Log, loaded: Result<Model, string>): Model | undefined {
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
