// How the trial stands of a model that judges no incidents: the ledgers of all services, judged together.

import type { ReviewTrialDeps, TrialPair } from '#application/models/review-trial.ts';
import { groupsOf } from '#domain/groups.ts';
import type { Instant } from '#domain/ids.ts';
import { judgeBlocks, type TrialBlock } from '#domain/model/trial-ledger.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

/** Ledgers that are read at once: ten thousand services have one each. */
const AT_ONCE = 50;

/** Judges the trial by the days of services. `unit` is what such a day is, in the plural. */
export async function reviewLedgers(
  { settings, models }: ReviewTrialDeps,
  { name, champion, challenger }: TrialPair,
  { now, unit }: { readonly now: Instant; readonly unit: string },
): Promise<TrialStanding> {
  const { services } = await settings.current();
  const blocks: TrialBlock[] = [];
  for (const group of groupsOf(services, AT_ONCE)) {
    const ledgers = await Promise.all(group.map(({ id }) => models.findLedger(name, id)));
    const ofPair = ledgers
      .filter((ledger) => ledger !== undefined)
      .filter((ledger) => ledger.champion === champion.hash && ledger.challenger === challenger.hash);
    blocks.push(...ofPair.flatMap((ledger) => ledger.blocks));
  }
  return judgeBlocks({ blocks, since: challenger.since, now, unit });
}
