// What many scored predictions come to, as numbers that can be added up day by day and never need the predictions again:
// how often what was said happened (calibration), how often warnings were right, and how early.

import {
  type PredictedChance,
  type PredictionScore,
  type PredictionVerdict,
  WARNING_HORIZON,
} from '#domain/failure/prediction.ts';
import { HORIZON_MINUTES } from '#domain/failure/survival.ts';
import type { Instant } from '#domain/ids.ts';

/** The day that a moment's scores are counted in: `2026-11-23`, in UTC. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Plain sums by name, in letters and digits; a name that is missing is 0. */
export type PredictionTally = Readonly<Record<string, number>>;

/** Tenths of probability. */
const CALIBRATION_BINS = 10;
/** Lead times are counted in steps of so many minutes, up to the half hour that warnings speak of. */
const LEAD_STEP_MINUTES = 5;
const LEAD_STEPS = 6;
/** A warning so far ahead leaves people the time to act (K8). */
const EARLY_MINUTES = 15;

/** By verdict, the name of its sum. */
const VERDICT_SUMS = {
  hit: 'hits',
  miss: 'misses',
  'false-warning': 'falseWarnings',
  averted: 'averted',
  calm: 'calm',
} as const satisfies Record<PredictionVerdict, string>;

/** The sums of one day's, or any, scores. */
export function tallyScores(scores: readonly PredictionScore[]): PredictionTally {
  return addTallies(scores.map(tallyScore));
}

function tallyScore({ verdict, chances, leadMinutes, isWithinInterval }: PredictionScore): PredictionTally {
  return {
    [VERDICT_SUMS[verdict]]: 1,
    ...(leadMinutes !== undefined && { [`lead${Math.floor(leadMinutes / LEAD_STEP_MINUTES)}`]: 1 }),
    ...(isWithinInterval !== undefined && { [isWithinInterval ? 'inside' : 'outside']: 1 }),
    ...(chances && tallyChances(chances)),
  };
}

function tallyChances(chances: readonly PredictedChance[]): PredictionTally {
  const sums: Record<string, number> = {};
  for (const [horizon, { said, happened }] of chances.entries()) {
    const hit = happened ? 1 : 0;
    sums[`squared${horizon}`] = (said - hit) ** 2;
    if (horizon !== WARNING_HORIZON) continue;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(said * CALIBRATION_BINS));
    sums[`bin${bin}`] = 1;
    sums[`said${bin}`] = said;
    sums[`happened${bin}`] = hit;
  }
  return sums;
}

/** All sums together. */
export function addTallies(tallies: readonly PredictionTally[]): PredictionTally {
  const sums: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [name, amount] of Object.entries(tally)) sums[name] = (sums[name] ?? 0) + amount;
  }
  return sums;
}

/** Of the predictions that gave a chance of a tenth of the scale: how many, what was said on average, what happened. */
export interface CalibrationBin {
  readonly from: number;
  readonly count: number;
  readonly said: number | undefined;
  readonly happened: number | undefined;
}

/** What scored predictions come to. Shares are undefined while nothing speaks for them. */
export interface PredictionRecord {
  readonly count: number;
  readonly verdicts: Readonly<Record<PredictionVerdict, number>>;
  /** Of the warnings that nobody acted on, the share that was right; of the crossings, the share that was warned of. */
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  /** Half of the right warnings came at least so many minutes ahead, to five minutes; and the share 15 minutes ahead or more. */
  readonly leadMinutes: number | undefined;
  readonly earlyShare: number | undefined;
  /** How often the crossing came within the 80 % interval: it should be .8. */
  readonly intervalShare: number | undefined;
  /** Mean squared errors, one for each horizon; undefined like the shares. */
  readonly brier: readonly (number | undefined)[];
  /** Of the chances within half an hour. */
  readonly calibration: readonly CalibrationBin[];
}

/** Reads the sums. */
export function summarizeTally(tally: PredictionTally): PredictionRecord {
  const of = (name: string) => tally[name] ?? 0;
  const verdicts = {
    hit: of(VERDICT_SUMS.hit),
    miss: of(VERDICT_SUMS.miss),
    'false-warning': of(VERDICT_SUMS['false-warning']),
    averted: of(VERDICT_SUMS.averted),
    calm: of(VERDICT_SUMS.calm),
  };
  const calibration = Array.from({ length: CALIBRATION_BINS }, (_, bin) => ({
    from: bin / CALIBRATION_BINS,
    count: of(`bin${bin}`),
    said: shareOf(of(`said${bin}`), of(`bin${bin}`)),
    happened: shareOf(of(`happened${bin}`), of(`bin${bin}`)),
  }));
  const undisturbed = calibration.reduce((sum, { count }) => sum + count, 0);
  return {
    count: Object.values(verdicts).reduce((sum, count) => sum + count, 0),
    verdicts,
    precision: shareOf(verdicts.hit, verdicts.hit + verdicts['false-warning']),
    recall: shareOf(verdicts.hit, verdicts.hit + verdicts.miss),
    ...leadsOf(of),
    intervalShare: shareOf(of('inside'), of('inside') + of('outside')),
    brier: HORIZON_MINUTES.map((_, horizon) => shareOf(of(`squared${horizon}`), undisturbed)),
    calibration,
  };
}

function leadsOf(of: (name: string) => number): Pick<PredictionRecord, 'leadMinutes' | 'earlyShare'> {
  const counts = Array.from({ length: LEAD_STEPS + 1 }, (_, step) => of(`lead${step}`));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const atLeast = (step: number) => counts.slice(step).reduce((sum, count) => sum + count, 0);
  const median = counts.findLastIndex((_, step) => total > 0 && 2 * atLeast(step) >= total);
  return {
    leadMinutes: median < 0 ? undefined : median * LEAD_STEP_MINUTES,
    earlyShare: shareOf(atLeast(EARLY_MINUTES / LEAD_STEP_MINUTES), total),
  };
}

function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
