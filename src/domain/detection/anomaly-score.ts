// From the model's raw opinion of a point to how probable trouble is. A series that cries wolf is believed less: what it
// says about once a day is its own habit (X5). Bar and calibration were fitted on series the model had not seen.

import * as z from 'zod/mini';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';

const CalibrationKnot = z.readonly(z.object({ logit: z.number(), probability: z.number() }));
type CalibrationKnot = z.infer<typeof CalibrationKnot>;

/** What was fitted together with a model; stands in its manifest. */
export const ScoreParameters = z.readonly(
  z.object({
    /** How much the novelty guard may add, and the hash of the guard that this was fitted with. */
    novelty: z.readonly(z.object({ weight: z.number(), modelHash: z.string() })),
    /**
     * How much the shape of the last points counts, which opinion of it is nothing special, and the hash of the model that
     * has it; absent in versions without one.
     */
    window: z.optional(
      z.readonly(z.object({ weight: z.number(), usual: z.number(), modelHash: z.string() })),
    ),
    /** How much the plain departure counts, and which one is nothing special. */
    departure: z.readonly(z.object({ weight: z.number(), usual: z.number() })),
    /** The logit that a series exceeds so often a day by habit is tracked, and so much of it is taken off. */
    tail: z.readonly(z.object({ perDay: z.number(), rate: z.number(), weight: z.number() })),
    /** Growing in both; straight lines between. */
    calibration: z.readonly(z.array(CalibrationKnot).check(z.minLength(2))),
    /** The probability from which a point is an alarm: one number for all series, frozen at training. */
    bar: z.number(),
  }),
);
export type ScoreParameters = z.infer<typeof ScoreParameters>;

export interface ScoredLogit {
  /** What is left of the raw opinion when the habit of the series is taken off. */
  readonly logit: number;
  /** Of trouble, 0 to 1. */
  readonly probability: number;
  /** What to remember of the series until its next point. */
  readonly tail: number;
}

/** One opinion of one point of a series, and what is needed to read it. */
export interface RawOpinion {
  readonly logit: number;
  /** See `departureOf`. */
  readonly departure: number;
  /** What the point before it left to remember; 0 at first. */
  readonly remembered: number;
  readonly periodSeconds: number;
}

const SECONDS_PER_DAY = 86_400;
/** Nearly all labels are of sparse series; the denser the points, up to here, the more plain departure has to say. */
const DENSE_PERIOD_SECONDS = 300;
/** Sparse series still forget: at one point a day no more than every fifth may be usual. */
const LARGEST_TAIL_SHARE = 0.2;

/** The probability of one point, given what is remembered of the series' earlier ones. */
export function scoreOpinion(parameters: ScoreParameters, opinion: RawOpinion): ScoredLogit {
  const { departure, tail, calibration } = parameters;
  const { remembered, periodSeconds } = opinion;
  const say = departure.weight * Math.min(1, DENSE_PERIOD_SECONDS / periodSeconds);
  const logit = opinion.logit + say * (opinion.departure - departure.usual);
  const adjusted = logit - tail.weight * Math.max(remembered, 0);
  const probability = probabilityOf(calibration, adjusted);
  const share = Math.min(LARGEST_TAIL_SHARE, (tail.perDay * periodSeconds) / SECONDS_PER_DAY);
  const step = logit > remembered ? tail.rate : -tail.rate * share;
  return { logit: adjusted, probability, tail: remembered + step };
}

/** On the line between the two nearest knots; beyond the outermost ones their values. */
export function probabilityOf(knots: ScoreParameters['calibration'], logit: number): number {
  let before: CalibrationKnot | undefined;
  for (const knot of knots) {
    if (logit < knot.logit) return before ? between(before, knot, logit) : knot.probability;
    before = knot;
  }
  return before?.probability ?? 0;
}

/** The logit from which a probability is reached: the inverse of `probabilityOf` between the outermost knots. */
export function logitOf(knots: ScoreParameters['calibration'], probability: number): number {
  const above = knots.findIndex((knot) => knot.probability >= probability);
  const [low, high] = [knots[above - 1], knots[above]];
  if (!low || !high) return (high ?? knots.at(-1))?.logit ?? 0;
  const part = (probability - low.probability) / (high.probability - low.probability);
  return low.logit + part * (high.logit - low.logit);
}

function between(low: CalibrationKnot, high: CalibrationKnot, logit: number): number {
  const part = (logit - low.logit) / (high.logit - low.logit);
  return low.probability + part * (high.probability - low.probability);
}

const RESIDUAL = FEATURE_NAMES.indexOf('trend-31');
const RARE_RESIDUAL = FEATURE_NAMES.indexOf('trend-tail');
/** The rarest residuals are larger than the usual ones; doubled, their logarithms are of one size. */
const RARE_FACTOR = 2;

/**
 * How far a point has left, at once, what is usual of late and what is rare of late, neither counting the way that an earlier
 * day went as well: the smaller of the two, as logarithms of usual distances. A second opinion that nobody trained.
 */
export function departureOf(features: ArrayLike<number>, from = 0): number {
  const sizeOf = (index: number) => Math.abs(features[from + index] as number);
  return Math.min(sizeOf(RESIDUAL), RARE_FACTOR * sizeOf(RARE_RESIDUAL));
}

/** The opinion of a point raised, or lowered, by that of its window; calm points have none. */
export function addShape(
  logit: number,
  shape: number,
  { weight, usual }: { readonly weight: number; readonly usual: number },
): number {
  return Number.isNaN(shape) ? logit : logit + weight * (shape - usual);
}

/** Beyond this share of normal points novelty begins to count: one point of a hundred is as novel by nature. */
const ORDINARY_NOVELTY = 0.99;
/** More novel than all normal points ever seen is not told apart. */
const LARGEST_NOVELTY = 0.9999;

/**
 * The main score, raised where the novelty guard finds a point unlike nearly all normal ones: trouble of a kind that no
 * label has shown. `novelty` is the share of normal points that look more usual.
 */
export function combineOpinions(logit: number, novelty: number, weight: number): number {
  if (novelty <= ORDINARY_NOVELTY) return logit;
  const rarity = (1 - ORDINARY_NOVELTY) / (1 - Math.min(novelty, LARGEST_NOVELTY));
  return logit + weight * Math.log(rarity);
}
