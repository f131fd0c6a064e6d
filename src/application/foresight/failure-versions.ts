// The versions of the failure model: which of those at hand speaks, which is in its trial, and what came of what both said.

import type { ComparedPrediction } from '#application/foresight/settle-predictions.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import { noteTrial } from '#application/models/note-trial.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { dayOf } from '#domain/failure/prediction-tally.ts';
import type { ServiceId } from '#domain/ids.ts';

export interface FailureVersionsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly models: ModelRegistry;
  /** The one that came with Fleetmedic; absent when it could not be loaded. */
  readonly failureModel?: FailureModel | undefined;
  /** Other versions of it. */
  readonly failureRivals?: readonly FailureModel[] | undefined;
}

/** The version that speaks, and the one in its trial. */
export function chooseFailureModels(deps: FailureVersionsDeps): Promise<ChosenModels<FailureModel>> {
  const { failureModel: shipped, failureRivals: others = [] } = deps;
  return chooseVersions(deps, { shipped, others, infoOf: ({ model }) => model.info });
}

/** Notes what came of it, of the versions that are compared now: what an earlier pair said is no matter any more. */
export async function noteCompared(
  deps: FailureVersionsDeps,
  serviceId: ServiceId,
  { chosen, compared }: ComparedRound,
): Promise<void> {
  const champion = chosen.champion?.model.info;
  const challenger = chosen.challenger?.model.info;
  if (!champion || !challenger) return;
  const pair = { modelName: champion.name, serviceId, champion: champion.hash, challenger: challenger.hash };
  const cases = compared.filter(
    ({ hashes }) => hashes.champion === pair.champion && hashes.challenger === pair.challenger,
  );
  await noteTrial(deps, { pair, day: dayOf(deps.clock.now()), cases });
}

interface ComparedRound {
  readonly chosen: ChosenModels<FailureModel>;
  readonly compared: readonly ComparedPrediction[];
}
