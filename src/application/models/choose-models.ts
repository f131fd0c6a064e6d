// Which of the loaded versions of the scoring model decides, and which is only listened to. The registry says; while
// only one version is loaded it decides, and nothing has to be asked.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { challengerOf, championOf } from '#domain/model/model.ts';

export interface ChooseModelsDeps {
  readonly models: ModelRegistry;
  readonly log: Log;
  /** The scoring model that came with Fleetmedic; absent when it could not be loaded. */
  readonly model: AnomalyModel | undefined;
  /** Another version of it. */
  readonly rival?: AnomalyModel | undefined;
  /** Versions that are at hand besides: one that was promoted before, say, when a newer one is tried. */
  readonly spares?: readonly AnomalyModel[];
}

export interface ChosenModels {
  readonly champion: AnomalyModel | undefined;
  readonly challenger: AnomalyModel | undefined;
}

/** The champion, and the challenger where one is in its trial. A registry that does not answer leaves the shipped model to decide. */
export async function chooseModels({
  models,
  log,
  model,
  rival,
  spares = [],
}: ChooseModelsDeps): Promise<ChosenModels> {
  const alone = { champion: model, challenger: undefined };
  const others = rival ? [rival, ...spares] : spares;
  if (!model || others.length === 0) return alone;
  try {
    const record = await models.find(model.info.name);
    if (!record) return alone;
    const withHash = (hash: string | undefined) => [model, ...others].find(({ info }) => info.hash === hash);
    return {
      champion: withHash(championOf(record)?.hash) ?? model,
      challenger: withHash(challengerOf(record)?.hash),
    };
  } catch (error) {
    log.record('model-review-failed', { name: model.info.name, reason: String(error) });
    return alone;
  }
}
