// The versions of the ranking of causes: which of those at hand speaks in the diagnosis, and what the one in its trial makes
// of the very same picture. It is only written down, and no failure of it reaches what is believed (M109).

import { type CauseRanker, findCauses } from '#application/find-causes.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { hearBoth } from '#application/recovery/hear-both.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Voice } from '#domain/diagnosis/diagnosis.ts';
import type { Observation } from '#domain/diagnosis/facts.ts';
import { pictureOf } from '#domain/diagnosis/incident-picture.ts';
import { chancesOf, type ShadowRanking } from '#domain/diagnosis/shadow-chances.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';

export interface ShadowRankingDeps {
  readonly log: Log;
  readonly models: ModelRegistry;
  /** The one that came with Fleetmedic; without it the decision tree diagnoses alone, and the diagnosis says so. */
  readonly ranker?: CauseRanker | undefined;
  /** Other versions of it. */
  readonly rankerRivals?: readonly CauseRanker[] | undefined;
}

/** The version that speaks, and the one in its trial. */
export function chooseRankers(deps: ShadowRankingDeps): Promise<ChosenModels<CauseRanker>> {
  const { ranker: shipped, rankerRivals: others = [] } = deps;
  return chooseVersions(deps, { shipped, others, infoOf: ({ model }) => model.info });
}

export interface ShadowRankingQuestion {
  readonly rankers: ChosenModels<CauseRanker>;
  readonly observations: readonly Observation[];
  readonly settings: Settings;
  readonly voices: readonly Voice[];
}

/** What both make of an incident; undefined without a trial, and where the champion did not speak. */
export async function rankInShadow(
  { log }: ShadowRankingDeps,
  incident: Incident,
  { rankers, observations, settings, voices }: ShadowRankingQuestion,
): Promise<ShadowRanking | undefined> {
  return hearBoth(log, {
    chosen: rankers,
    name: OUTCOME_MODELS.causes,
    speaker: 'cause-ranking',
    voices,
    subject: () => pictureOf(incident, observations, settings.services),
    ask: (ranker, picture) => findCauses(ranker, picture, incident.onsetAt),
    saidOf: ({ ranking }) => chancesOf(ranking),
  });
}
