// What came of what champion and challenger said, where no incident judges them: sums by block. What neighbouring answers
// say is no independent evidence, so a block, and not an answer, is a pair of the trial: one day of one service.

import * as z from 'zod/mini';
import { type Instant, ServiceId } from '#domain/ids.ts';
import {
  MOST_TRIAL_DAYS,
  type SideRecord,
  standingOf,
  type TrialStanding,
} from '#domain/model/trial-rule.ts';

const SideSums = z.readonly(
  z.object({
    /** Sum of the distances between what was said and what came. */
    loss: z.number(),
    found: z.int(),
    missed: z.int(),
    falseAlarms: z.int(),
  }),
);
/** How one side did in one case, or in many together. */
export type SideSums = z.infer<typeof SideSums>;

export const TrialBlock = z.readonly(
  z.object({
    /** `2026-11-23`, or of what else a block is. */
    id: z.string(),
    cases: z.int(),
    /** Cases in which something came, or one side said that it would: the others tell the two hardly apart. */
    telling: z.int(),
    champion: SideSums,
    challenger: SideSums,
  }),
);
export type TrialBlock = z.infer<typeof TrialBlock>;

/** The comparison of one pair of versions on one service. */
export const TrialLedger = z.readonly(
  z.object({
    modelName: z.string(),
    serviceId: ServiceId,
    /** Grows with every write; a writer that read an older one is refused. */
    version: z.int(),
    /** The hashes that are compared. */
    champion: z.string(),
    challenger: z.string(),
    /** Oldest first. */
    blocks: z.readonly(z.array(TrialBlock)),
  }),
);
export type TrialLedger = z.infer<typeof TrialLedger>;

/** Which versions of which model, on which service. */
export type LedgerPair = Pick<TrialLedger, 'modelName' | 'serviceId' | 'champion' | 'challenger'>;

/** One thing that both sides spoke of. */
export interface ComparedCase {
  readonly isTelling: boolean;
  readonly champion: SideSums;
  readonly challenger: SideSums;
}

/** A trial is over by then, so no block is lost in it. */
const BLOCKS_KEPT = MOST_TRIAL_DAYS + 1;

const NOTHING: SideSums = { loss: 0, found: 0, missed: 0, falseAlarms: 0 };

/** The ledger with more cases in one of its blocks; begun anew when the one that was seen is about another pair. */
export function continueLedger(
  seen: TrialLedger | undefined,
  pair: LedgerPair,
  { id, cases }: { readonly id: string; readonly cases: readonly ComparedCase[] },
): TrialLedger {
  const isOfPair = seen?.champion === pair.champion && seen.challenger === pair.challenger;
  const blocks = isOfPair ? seen.blocks : [];
  const known = blocks.find((block) => block.id === id);
  const grown = blockOf(id, cases, known);
  const next = known ? blocks.map((block) => (block === known ? grown : block)) : [...blocks, grown];
  return { ...pair, version: (seen?.version ?? 0) + 1, blocks: next.slice(-BLOCKS_KEPT) };
}

/** The block of some cases, on top of those that it holds already. */
export function blockOf(id: string, cases: readonly ComparedCase[], known?: TrialBlock): TrialBlock {
  return {
    id,
    cases: (known?.cases ?? 0) + cases.length,
    telling: (known?.telling ?? 0) + cases.filter(({ isTelling }) => isTelling).length,
    champion: addUp([known?.champion ?? NOTHING, ...cases.map(({ champion }) => champion)]),
    challenger: addUp([known?.challenger ?? NOTHING, ...cases.map(({ challenger }) => challenger)]),
  };
}

function addUp(all: readonly SideSums[]): SideSums {
  return all.reduce((sums, { loss, found, missed, falseAlarms }) => ({
    loss: sums.loss + loss,
    found: sums.found + found,
    missed: sums.missed + missed,
    falseAlarms: sums.falseAlarms + falseAlarms,
  }));
}

export interface LedgerFacts {
  readonly blocks: readonly TrialBlock[];
  readonly since: Instant;
  readonly now: Instant;
  /** What a block is, in the plural. */
  readonly unit: string;
}

/** The standing of a trial: telling blocks are its pairs, and all cases count in the mean distance. */
export function judgeBlocks({ blocks, since, now, unit }: LedgerFacts): TrialStanding {
  const telling = blocks.filter((block) => block.telling > 0);
  const pairs = telling.map(({ champion, challenger }) => ({
    champion: champion.loss,
    challenger: challenger.loss,
  }));
  const cases = blocks.reduce((sum, block) => sum + block.cases, 0);
  const champion = addUp([NOTHING, ...blocks.map((block) => block.champion)]);
  const challenger = addUp([NOTHING, ...blocks.map((block) => block.challenger)]);
  const total = { champion: champion.loss, challenger: challenger.loss };
  const sides = { champion: recordOf(champion, cases), challenger: recordOf(challenger, cases) };
  return standingOf({ pairs, total, sides, since, now, unit });
}

function recordOf({ loss, ...counts }: SideSums, cases: number): SideRecord {
  return { ...counts, ...(cases > 0 && { brier: loss / cases }) };
}
