// The versions of the ranking of causes: which of those at hand speaks in the diagnosis, and what the one in its trial makes
// of the very same picture. It is only written down, and no failure of it reaches what is believed (M109).

import { type CauseRanker, findCauses } from '#application/find-causes.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { HeardVoices } from '#application/recovery/hear-voices.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Observation } from '#domain/diagnosis/facts.ts';
import { pictureOf } from '#domain/diagnosis/incident-picture.ts';
import { chancesOf, type ShadowRanking } from '#domain/diagnosis/shadow-chances.ts';
import type { Incident } from '#domain/incident/incident.ts';

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
  readonly heard: HeardVoices;
}

/** What both make of an incident; undefined without a trial, and where the champion did not speak. */
export async function rankInShadow(
  { log }: ShadowRankingDeps,
  incident: Incident,
  { rankers: { champion, challenger }, observations, settings, heard }: ShadowRankingQuestion,
): Promise<ShadowRanking | undefined> {
  if (!challenger || !hasSpoken(heard)) return undefined;
  const picture = pictureOf(incident, observations, settings.services);
  const [own, other] = [
    await findCauses(champion, picture, incident.onsetAt),
    await findCauses(challenger, picture, incident.onsetAt),
  ];
  if (own.modelHash === undefined || other.modelHash === undefined) {
    log.record('model-review-failed', { name: challenger.model.info.name, reason: other.problem });
    return undefined;
  }
  const said = { champion: chancesOf(own.ranking), challenger: chancesOf(other.ranking) };
  return { champion: own.modelHash, challenger: other.modelHash, said };
}

function hasSpoken({ voices }: HeardVoices): boolean {
  return voices.some(({ speaker, modelHash }) => speaker === 'cause-ranking' && modelHash !== undefined);
}
