// Gathers what `medic score --plot` draws while a file is scored, and draws it at the end.

import { basename } from 'node:path';
import { collectColumns } from '#local/plot/plot-columns.ts';
import type { SeriesRow } from '#local/series/series-row.ts';
import type { ScoredPoint } from './series-scorer.ts';

export interface ScorePlot {
  /** Rows and what was said of them; what was not taken in is not drawn. */
  add(rows: readonly SeriesRow[], scored: readonly ScoredPoint[]): void;
  /** Draws all of it to the path. */
  write(path: string): Promise<void>;
}

/** A plot of the file with these columns. The drawing is loaded only when something is drawn. */
export function gatherScorePlot(input: string, names: readonly string[]): ScorePlot {
  const collector = collectColumns();
  let periodSeconds = 0;
  return {
    add(rows, scored) {
      for (const [index, { at, isNew, values, ...row }] of rows.entries()) {
        const point = scored[index];
        if (!point || !isNew || at === undefined) continue;
        const { band, score, isAlarm } = point;
        collector.add({ at, values, band, score, isAlarm });
        periodSeconds = row.periodSeconds;
      }
    },
    async write(path) {
      const { drawScores } = await import('#local/plot/score-figure.ts');
      const { writeFigure } = await import('#local/plot/figure.ts');
      const columns = collector.columns();
      await writeFigure(path, drawScores({ title: basename(input), names, columns, periodSeconds }));
    },
  };
}
