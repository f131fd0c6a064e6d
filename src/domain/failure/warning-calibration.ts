// How sure warnings of failures were, and how often they came true, day by day: neighbouring predictions are of one story,
// so a day on which anything was warned of counts once (M108).

import { WARNING_CHANCE } from '#domain/failure/prediction.ts';
import { type PredictionTally, summarizeTally } from '#domain/failure/prediction-tally.ts';
import type { Foretold } from '#domain/model/calibration.ts';

/** One for each day with warnings that nobody acted on: their mean chance, and the share of them that came true. */
export function foretoldByWarnings(days: readonly PredictionTally[]): readonly Foretold[] {
  return days.flatMap((tally) => {
    const warnings = summarizeTally(tally).calibration.filter(({ from }) => from >= WARNING_CHANCE);
    const count = warnings.reduce((sum, bin) => sum + bin.count, 0);
    if (count === 0) return [];
    const mean = (of: 'said' | 'happened') =>
      warnings.reduce((sum, bin) => sum + bin.count * (bin[of] ?? 0), 0) / count;
    return [{ probability: mean('said'), came: mean('happened') }];
  });
}
