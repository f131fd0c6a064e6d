// The models that judge no incidents: each is registered with its figures, and one of a challenger's folder passes the
// quality gate or is refused. Those with outcomes of their own are tried in shadow; of the others it is said that they
// cannot be.

import { registerModels } from '#application/models/register-models.ts';
import type { ModelLifeDeps } from '#application/models/registered.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import { hasOutcomes } from '#domain/model/model-names.ts';

/** What was found on disk beside the scoring model, without running any of it. */
export interface ModelShelf {
  readonly shipped: readonly ModelInfo[];
  /** Of a challenger's folder, which may hold any of them. */
  readonly rivals: readonly ModelInfo[];
}

/** Brings the registry up to date with the shelf. A failure is said and reaches nothing that is decided. */
export async function registerShelf(deps: ModelLifeDeps, { shipped, rivals }: ModelShelf): Promise<void> {
  try {
    for (const model of shipped) {
      const rival = rivals.find(({ name, hash }) => name === model.name && hash !== model.hash);
      await registerModels(deps, { shipped: model, rival, isTried: hasOutcomes(model.name) });
    }
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
  }
}
