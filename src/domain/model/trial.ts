// When a challenger has won (M109): on the user's own incidents, pair by pair, with a stated confidence, and without
// crying wolf more often. Until then the champion decides; what does not win in time leaves.

import * as z from 'zod/mini';
import type { IncidentLabel } from '#domain/feedback/label.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import type { ShadowCase, ShadowSide } from '#domain/model/shadow-tally.ts';

/** A case, and whether it was trouble. */
export interface JudgedCase extends ShadowCase {
  readonly label: IncidentLabel;
}

export interface TrialFacts {
  readonly cases: readonly JudgedCase[];
  /** Alarms that belonged to no incident. */
  readonly outside: Readonly<Record<ShadowSide, number>>;
  readonly since: Instant;
  readonly now: Instant;
}

/** How one side did. */
const SideRecord = z.readonly(
  z.object({
    /** Incidents that were trouble and that it alarmed about, and those that it missed. */
    found: z.int(),
    missed: z.int(),
    /** Alarms about incidents that were no trouble, and outside of all. */
    falseAlarms: z.int(),
    /** Mean squared distance between what it said and what it was, over the labelled incidents; absent without any. */
    brier: z.optional(z.number()),
  }),
);
type SideRecord = z.infer<typeof SideRecord>;

export const TrialStanding = z.readonly(
  z.object({
    verdict: z.enum(['undecided', 'won', 'lost', 'expired']),
    sides: z.readonly(z.object({ champion: SideRecord, challenger: SideRecord, thresholds: SideRecord })),
    labelled: z.int(),
    /** Labelled incidents on which the challenger was nearer to the truth, and those on which it was further from it. */
    better: z.int(),
    worse: z.int(),
    /** That it is the nearer one in more than half of the incidents to come on which they differ, 0 to 1. */
    confidence: z.number(),
    /** One sentence for people. */
    summary: z.string(),
  }),
);
export type TrialStanding = z.infer<typeof TrialStanding>;

/** What a promotion rests on; fewer labelled incidents are an anecdote. */
export const LEAST_CASES = 20;
/** One promotion of twenty may be luck; it can be taken back at once. */
export const LEAST_CONFIDENCE = 0.95;
/** A trial that has not been won by now costs more than it promises. */
export const MOST_TRIAL_DAYS = 90;
const SECONDS_PER_DAY = 86_400;

/** The standing of a trial. */
export function judgeTrial({ cases, outside, since, now }: TrialFacts): TrialStanding {
  const labelled = cases.filter(({ label }) => label !== 'unknown');
  const sides = {
    champion: recordOf(labelled, 'champion', outside),
    challenger: recordOf(labelled, 'challenger', outside),
    thresholds: recordOf(labelled, 'thresholds', outside),
  };
  const better = labelled.filter((each) => missOf(each, 'challenger') < missOf(each, 'champion')).length;
  const worse = labelled.filter((each) => missOf(each, 'challenger') > missOf(each, 'champion')).length;
  const confidence = chanceOfMostly(better, worse);
  const isEnough = labelled.length >= LEAST_CASES;
  const days = secondsBetween(since, now) / SECONDS_PER_DAY;
  const count = { labelled: labelled.length, better, worse, confidence };
  if (isEnough && confidence >= LEAST_CONFIDENCE && isNowhereWorse(labelled, sides))
    return { verdict: 'won', sides, ...count, summary: tell('It has won', count) };
  if (isEnough && chanceOfMostly(worse, better) >= LEAST_CONFIDENCE)
    return { verdict: 'lost', sides, ...count, summary: tell('It has lost', count) };
  if (days >= MOST_TRIAL_DAYS)
    return {
      verdict: 'expired',
      sides,
      ...count,
      summary: tell(`It did not win in ${MOST_TRIAL_DAYS} days`, count),
    };
  return { verdict: 'undecided', sides, ...count, summary: tell('It is being tried', count) };
}

function recordOf(
  labelled: readonly JudgedCase[],
  side: ShadowSide,
  outside: TrialFacts['outside'],
): SideRecord {
  const alarmed = labelled.filter(({ said }) => said[side] > 0);
  const troubles = labelled.filter(({ label }) => label === 'trouble').length;
  const found = alarmed.filter(({ label }) => label === 'trouble').length;
  return {
    found,
    missed: troubles - found,
    falseAlarms: alarmed.length - found + outside[side],
    ...(labelled.length > 0 && { brier: missesOf(labelled, side) / labelled.length }),
  };
}

function missesOf(labelled: readonly JudgedCase[], side: ShadowSide): number {
  return labelled.reduce((sum, each) => sum + missOf(each, side), 0);
}

/** The squared distance between what a side said of a case and what it was: a proper score, so honesty pays best. */
function missOf({ said, label }: JudgedCase, side: ShadowSide): number {
  return (said[side] - (label === 'trouble' ? 1 : 0)) ** 2;
}

/** Many small gains must not hide a few large losses, nor a gain in one kind of error a loss in the other. */
function isNowhereWorse(
  labelled: readonly JudgedCase[],
  { champion, challenger }: TrialStanding['sides'],
): boolean {
  return (
    missesOf(labelled, 'challenger') < missesOf(labelled, 'champion') &&
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

interface PairCount {
  readonly labelled: number;
  readonly better: number;
  readonly worse: number;
  readonly confidence: number;
}

function tell(verdict: string, { labelled, better, worse, confidence }: PairCount): string {
  const sure = `${Math.round(confidence * 1000) / 10} %`;
  return (
    `${verdict}: nearer to the truth in ${better} and further from it in ${worse} of ${labelled} labelled incidents ` +
    `(${sure} sure that it is better; ${LEAST_CASES} incidents and ${LEAST_CONFIDENCE * 100} % are asked for)`
  );
}
