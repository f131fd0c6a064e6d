// What can be said, at one moment, of a metric crossing its limit: the chances of the boosted model and of a steady rise
// fused, the time at which half of the chance is used up, and how sure that time is (M27, M50, M51).

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import {
  FARTHEST_MINUTES,
  type FailureOutlook,
  HORIZON_MINUTES,
  type HorizonProbabilities,
  minutesUntil,
  survivalAt,
} from '#domain/failure/survival.ts';

const Probability = z.number().check(z.minimum(0), z.maximum(1));

/** A growing line from a logit to a probability, by its knots; the ends hold beyond them. */
const CalibrationLine = z.object({
  logits: z.array(z.number()).check(z.minLength(2)),
  probabilities: z.array(Probability).check(z.minLength(2)),
});

/** What serving needs beside the model file: one calibration for each horizon. */
export const FailureParameters = z.object({
  calibration: z.object({
    p05: CalibrationLine,
    p15: CalibrationLine,
    p30: CalibrationLine,
    p60: CalibrationLine,
  }),
});
export type FailureParameters = z.infer<typeof FailureParameters>;

/** A statement about the time ahead of one moment. */
export const FailurePrediction = z.readonly(
  z.object({
    /** Chances of a crossing within 5, 15, 30 and 60 minutes, growing. */
    within: z.readonly(z.tuple([Probability, Probability, Probability, Probability])),
    /** Half of the chance is used up by then; a week when none is in sight. */
    minutesToFailure: z.number().check(z.nonnegative()),
    /** Between them lies 80 % of the chance. */
    earliestMinutes: z.number().check(z.nonnegative()),
    latestMinutes: z.number().check(z.nonnegative()),
    /** The chance that the crossing comes between half and twice `minutesToFailure`; of none within the week, where none is in sight. */
    confidence: Probability,
  }),
);
export type FailurePrediction = z.infer<typeof FailurePrediction>;

/** Said of a metric that is above its limit already. */
export const FAILED: FailurePrediction = {
  within: [1, 1, 1, 1],
  minutesToFailure: 0,
  earliestMinutes: 0,
  latestMinutes: 0,
  confidence: 1,
};

/** The chances that the four logits of the model stand for, growing with the horizon. */
export function calibrateLogits(
  logits: readonly number[],
  { calibration }: FailureParameters,
): HorizonProbabilities {
  const within5 = onLine(calibration.p05, numberAt(logits, 0));
  const within15 = Math.max(within5, onLine(calibration.p15, numberAt(logits, 1)));
  const within30 = Math.max(within15, onLine(calibration.p30, numberAt(logits, 2)));
  return [within5, within15, within30, Math.max(within30, onLine(calibration.p60, numberAt(logits, 3)))];
}

function onLine({ logits, probabilities }: z.infer<typeof CalibrationLine>, logit: number): number {
  const next = logits.findIndex((knot) => logit <= knot);
  if (next === 0) return numberAt(probabilities, 0);
  if (next < 0) return numberAt(probabilities, probabilities.length - 1);
  const [before, after] = [numberAt(logits, next - 1), numberAt(logits, next)];
  const share = (logit - before) / (after - before);
  const start = numberAt(probabilities, next - 1);
  return start + share * (numberAt(probabilities, next) - start);
}

/** The prediction that an outlook amounts to. */
export function predictFailure(outlook: FailureOutlook): FailurePrediction {
  const [at5, at15, at30, at60] = HORIZON_MINUTES;
  const chanceBy = (minutes: number) => 1 - survivalAt(outlook, minutes);
  const minutesToFailure = minutesUntil(outlook, 0.5);
  return {
    within: [chanceBy(at5), chanceBy(at15), chanceBy(at30), chanceBy(at60)],
    minutesToFailure,
    earliestMinutes: minutesUntil(outlook, 0.9),
    latestMinutes: minutesUntil(outlook, 0.1),
    confidence:
      minutesToFailure >= FARTHEST_MINUTES
        ? survivalAt(outlook, FARTHEST_MINUTES)
        : survivalAt(outlook, minutesToFailure / 2) - survivalAt(outlook, 2 * minutesToFailure),
  };
}
