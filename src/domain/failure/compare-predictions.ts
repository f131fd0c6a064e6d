// Two versions of the failure model on the very same moment, held against what came: the chance within the half hour that
// warnings speak of, by squared distance.

import { type PredictionScore, WARNING_HORIZON } from '#domain/failure/prediction.ts';
import type { ComparedCase, SideSums } from '#domain/model/trial-ledger.ts';

/** Both sides of one moment; undefined when somebody intervened, for then nobody knows what would have come. */
export function compareScores(
  champion: PredictionScore,
  challenger: PredictionScore,
): ComparedCase | undefined {
  const [one, other] = [sumsOf(champion), sumsOf(challenger)];
  if (!one || !other) return undefined;
  const isTelling = champion.verdict !== 'calm' || challenger.verdict !== 'calm';
  return { isTelling, champion: one, challenger: other };
}

function sumsOf({ chances, verdict }: PredictionScore): SideSums | undefined {
  const chance = chances?.[WARNING_HORIZON];
  if (!chance) return undefined;
  return {
    loss: (chance.said - Number(chance.happened)) ** 2,
    found: Number(verdict === 'hit'),
    missed: Number(verdict === 'miss'),
    falseAlarms: Number(verdict === 'false-warning'),
  };
}
