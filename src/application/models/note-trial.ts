// What came of what champion and challenger said is added up in the ledger of the service, by the day. No failure here
// reaches what was decided (M109).

import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { type ComparedCase, continueLedger, type LedgerPair } from '#domain/model/trial-ledger.ts';

export interface NoteTrialDeps {
  readonly models: ModelRegistry;
  readonly log: Log;
}

/** What is known anew of a pair of versions on one service, on a day (`2026-11-23`). */
export interface TrialNews {
  readonly pair: LedgerPair;
  readonly day: string;
  readonly cases: readonly ComparedCase[];
}

/** Adds the cases to the ledger, however many others write it. Never throws. */
export async function noteTrial({ models, log }: NoteTrialDeps, news: TrialNews): Promise<void> {
  const { pair, day, cases } = news;
  const { modelName, serviceId } = pair;
  if (cases.length === 0) return;
  try {
    await winRace(`the ledger of ${modelName} on ${serviceId}`, async () => {
      const seen = await models.findLedger(modelName, serviceId);
      const next = continueLedger(seen, pair, { id: day, cases });
      return (await models.replaceLedger(next, seen)) ? { value: next } : undefined;
    });
  } catch (error) {
    log.record('model-review-failed', { name: modelName, serviceId, reason: String(error) });
  }
}
