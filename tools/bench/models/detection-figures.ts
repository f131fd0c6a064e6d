// Figures over labelled series, with the intervals that drawing the series anew gives.

import { bestThreshold, countEvents, eventF1, type LabelledScores, sumCounts } from './event-score.ts';
import { figureOver } from './ranking.ts';
import type { Figure } from './table.ts';

/** Event-F1 at the one threshold that is best for all series together. */
export function f1Figure(scored: readonly LabelledScores[], seed: number): Figure {
  const { threshold } = bestThreshold(scored);
  const counts = scored.map((one) => countEvents(one, threshold));
  return figureOver(
    counts.length,
    (draw) => eventF1(sumCounts(counts.flatMap((count, i) => Array<typeof count>(draw[i] ?? 0).fill(count)))),
    seed,
  );
}

/** The mean of one number a series. */
export function meanFigure(values: readonly number[], seed: number): Figure {
  return figureOver(
    values.length,
    (draw) => {
      const weighed = values.reduce((sum, value, i) => sum + value * (draw[i] ?? 0), 0);
      return weighed / values.reduce((sum, _, i) => sum + (draw[i] ?? 0), 0);
    },
    seed,
  );
}
