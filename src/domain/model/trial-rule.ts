// When a challenger has won (M109): pair by pair, on what came true at this user's, with a stated confidence, and without
// crying wolf more often. One rule for every model; what a pair is, is said by who judges the trial.

import * as z from 'zod/mini';
import { type Instant, secondsBetween } from '#domain/ids.ts';

/** How one side did. */
const SideRecord = z.readonly(
  z.object({
    /** What came and that it had spoken of, and what it missed. */
    found: z.int(),
    missed: z.int(),
    /** What it spoke of and that never came. */
    falseAlarms: z.int(),
    /**
     * Mean distance between what it said and what came, over all that can be judged: the squared one of chances, and of
     * forecasts the quantile loss in shares of the demand; absent without anything.
     */
    brier: z.optional(z.number()),
  }),
);
export type SideRecord = z.infer<typeof SideRecord>;

export const TrialStanding = z.readonly(
  z.object({
    verdict: z.enum(['undecided', 'won', 'lost', 'expired']),
    sides: z.readonly(
      z.object({
        champion: SideRecord,
        challenger: SideRecord,
        /** Plain limits, where they judge the same. */
        thresholds: z.optional(SideRecord),
      }),
    ),
    /** Pairs that can be judged: labelled incidents, or days of services. */
    labelled: z.int(),
    /** Those on which the challenger was nearer to the truth, and those on which it was further from it. */
    better: z.int(),
    worse: z.int(),
    /** That it is the nearer one in more than half of the pairs to come on which they differ, 0 to 1. */
    confidence: z.number(),
    /** One sentence for people. */
    summary: z.string(),
  }),
);
export type TrialStanding = z.infer<typeof TrialStanding>;

/** How far both sides were from the truth in one pair. */
export interface PairedLosses {
  readonly champion: number;
  readonly challenger: number;
}

export interface TrialEvidence {
  /** Independent of each other, as far as that can be had. */
  readonly pairs: readonly PairedLosses[];
  /** The same over all that can be judged, pairs or not. */
  readonly total: PairedLosses;
  readonly sides: TrialStanding['sides'];
  readonly since: Instant;
  readonly now: Instant;
  /** What a pair is, in the plural: `labelled incidents`. */
  readonly unit: string;
}

/** What a promotion rests on; fewer pairs are an anecdote. */
export const LEAST_CASES = 20;
/** One promotion of twenty may be luck; it can be taken back at once. */
export const LEAST_CONFIDENCE = 0.95;
/** A trial that has not been won by now costs more than it promises. */
export const MOST_TRIAL_DAYS = 90;
const SECONDS_PER_DAY = 86_400;

/** The standing of a trial. */
export function standingOf({ pairs, total, sides, since, now, unit }: TrialEvidence): TrialStanding {
  const better = pairs.filter(({ champion, challenger }) => challenger < champion).length;
  const worse = pairs.filter(({ champion, challenger }) => challenger > champion).length;
  const confidence = chanceOfMostly(better, worse);
  const isEnough = pairs.length >= LEAST_CASES;
  const days = secondsBetween(since, now) / SECONDS_PER_DAY;
  const count = { labelled: pairs.length, better, worse, confidence };
  const conclude = (verdict: TrialStanding['verdict'], words: string) => ({
    ...{ verdict, sides, ...count },
    summary: tell(words, count, unit),
  });
  if (isEnough && confidence >= LEAST_CONFIDENCE && isNowhereWorse(total, sides))
    return conclude('won', 'It has won');
  if (isEnough && chanceOfMostly(worse, better) >= LEAST_CONFIDENCE) return conclude('lost', 'It has lost');
  if (days >= MOST_TRIAL_DAYS) return conclude('expired', `It did not win in ${MOST_TRIAL_DAYS} days`);
  return conclude('undecided', 'It is being tried');
}

/** Many small gains must not hide a few large losses, nor a gain in one kind of error a loss in the other. */
function isNowhereWorse(total: PairedLosses, { champion, challenger }: TrialStanding['sides']): boolean {
  return (
    total.challenger < total.champion &&
    challenger.missed <= champion.missed &&
    challenger.falseAlarms <= champion.falseAlarms
  );
}

/**
 * That more than half of all pairs go to the one who has won so many: the share above 1/2 of the posterior
 * Beta(1 + won, 1 + lost) under a flat prior. For whole numbers it is a binomial sum: P(Bin(won + lost + 1, 1/2) <= won).
 */
export function chanceOfMostly(won: number, lost: number): number {
  const tosses = won + lost + 1;
  // In logarithms: half to the power of some thousand is nothing to a computer.
  let term = -tosses * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= won; heads++) {
    sum += Math.exp(term);
    term += Math.log((tosses - heads) / (heads + 1));
  }
  return Math.min(1, sum);
}

type PairCount = Pick<TrialStanding, 'labelled' | 'better' | 'worse' | 'confidence'>;

function tell(verdict: string, { labelled, better, worse, confidence }: PairCount, unit: string): string {
  const sure = `${Math.round(confidence * 1000) / 10} %`;
  return (
    `${verdict}: nearer to the truth in ${better} and further from it in ${worse} of ${labelled} ${unit} ` +
    `(${sure} sure that it is better; ${LEAST_CASES} of them and ${LEAST_CONFIDENCE * 100} % are asked for)`
  );
}
