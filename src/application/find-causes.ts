// Ranks the components of a picture as causes of its incident: by the trained ranker, or from first principles where
// there is none or it fails, and says which of the two spoke.

import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { IncidentPicture } from '#domain/cause/component.ts';
import {
  type CauseRanking,
  type Logits,
  prepareRanking,
  priorLogits,
  type RankingWork,
  rankCauses,
} from '#domain/cause/rank-causes.ts';
import { rankingRow } from '#domain/cause/ranking-features.ts';
import type { Instant } from '#domain/ids.ts';

/** The trained ranker, with the logit of "no single cause" that was fitted together with it. */
export interface CauseRanker {
  readonly model: TrainedModel;
  readonly noneLogit: number;
}

export interface FoundCauses {
  readonly ranking: CauseRanking;
  /** Hash of the model that ranked; absent where first principles did. */
  readonly modelHash?: string;
  /** Why the ranker at hand could not be used. */
  readonly problem?: string;
}

/** The causes of an incident that began at the given time, or at the onset that the picture shows. */
export async function findCauses(
  ranker: CauseRanker | undefined,
  picture: IncidentPicture,
  onsetAt?: Instant,
): Promise<FoundCauses> {
  const work = prepareRanking(picture, onsetAt);
  if (!ranker) return { ranking: rankCauses(work, priorLogits(work)) };
  try {
    const logits = await askRanker(ranker, work);
    return { ranking: rankCauses(work, logits), modelHash: ranker.model.info.hash };
  } catch (error) {
    return { ranking: rankCauses(work, priorLogits(work)), problem: String(error) };
  }
}

/** The logits that the trained ranker gives. Rejects when the model cannot answer. */
export async function askRanker(
  { model, noneLogit }: CauseRanker,
  { signs }: Pick<RankingWork, 'signs'>,
): Promise<Logits> {
  const rows = Float32Array.from(signs.flatMap(rankingRow));
  return { components: await model.evaluate(rows, signs.length), none: noneLogit };
}
