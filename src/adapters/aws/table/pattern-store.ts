// Patterns and correlations in the table: one item for each mining and for each window, kept as long as anomalies are.

import type { PatternStore } from '#application/ports/patterns.ts';
import { correlationKey, correlationsSince, PATTERN_RANGE, patternKey } from '#contracts/learning-keys.ts';
import { CorrelationWindow, PatternReport } from '#domain/pattern/pattern.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tablePatternStore(table: Table): PatternStore {
  return {
    async put(report) {
      const { minedAt } = report;
      await table.write(
        put({ ...patternKey(minedAt), ...bodyOf(report), ...table.expiries.anomaly(minedAt) }),
      );
    },
    async latest() {
      const [item] = await table.query(PATTERN_RANGE, { order: 'newest-first', limit: 1 });
      return readBody(PatternReport, item);
    },
    async putWindow(window) {
      const { from } = window;
      await table.write(put({ ...correlationKey(from), ...bodyOf(window), ...table.expiries.anomaly(from) }));
    },
    async listWindows(since) {
      const items = await table.query(correlationsSince(since), { order: 'newest-first' });
      return readBodies(CorrelationWindow, items);
    },
  };
}
