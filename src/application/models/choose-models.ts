// Which of the loaded versions of a model decides, and which is only listened to. The registry says; while only one
// version is loaded it decides, and nothing has to be asked.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
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

export interface ChosenModels<Model> {
  readonly champion: Model | undefined;
  readonly challenger: Model | undefined;
}

/** The champion of the scoring model, and its challenger where one is in its trial. */
export function chooseModels({
  model,
  rival,
  spares = [],
  ...deps
}: ChooseModelsDeps): Promise<ChosenModels<AnomalyModel>> {
  const others = rival ? [rival, ...spares] : spares;
  return chooseVersions(deps, { shipped: model, others, infoOf: ({ info }) => info });
}

/** The versions of one model that are at hand. */
export interface VersionsAtHand<Model> {
  /** The one that came with Fleetmedic; absent when it could not be loaded. */
  readonly shipped: Model | undefined;
  readonly others: readonly Model[];
  infoOf(model: Model): ModelInfo;
}

/** The same of any model. A registry that does not answer leaves the shipped version to decide. */
export async function chooseVersions<Model>(
  { models, log }: Pick<ChooseModelsDeps, 'models' | 'log'>,
  { shipped, others, infoOf }: VersionsAtHand<Model>,
): Promise<ChosenModels<Model>> {
  const alone = { champion: shipped, challenger: undefined };
  if (!shipped || others.length === 0) return alone;
  const { name } = infoOf(shipped);
  try {
    const record = await models.find(name);
    if (!record) return alone;
    const withHash = (hash: string | undefined) =>
      [shipped, ...others].find((each) => infoOf(each).hash === hash);
    return {
      champion: withHash(championOf(record)?.hash) ?? shipped,
      challenger: withHash(challengerOf(record)?.hash),
    };
  } catch (error) {
    log.record('model-review-failed', { name, reason: String(error) });
    return alone;
  }
}
