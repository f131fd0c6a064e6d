// How the trial stands of a model that judges no incidents: the ledgers of all services, judged together.

import type { ReviewTrialDeps, TrialPair } from '#application/models/review-trial.ts';
import type { Instant } from '#domain/ids.ts';
import { judgeBlocks } from '#domain/model/trial-ledger.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

/** Judges the trial by the days of services. `unit` is what such a day is, in the plural. */
export async function reviewLedgers(
  { settings, models }: ReviewTrialDeps,
  { name, champion, challenger }: TrialPair,
  { now, unit }: { readonly now: Instant; readonly unit: string },
): Promise<TrialStanding> {
  const { services } = await settings.current();
  const ledgers = await Promise.all(services.map(({ id }) => models.findLedger(name, id)));
  const ofPair = ledgers
    .filter((ledger) => ledger !== undefined)
    .filter((ledger) => ledger.champion === champion.hash && ledger.challenger === challenger.hash);
  const blocks = ofPair.flatMap((ledger) => ledger.blocks);
  return judgeBlocks({ blocks, since: challenger.since, now, unit });
}
