// The bars that decide what may happen on a hypothesis, and that no second opinion carries anything over: agreement makes
// people surer, and never lets more happen without them.

import { REVIEW_BAR } from '#domain/diagnosis/rank-hypotheses.ts';

/** How far a raised hypothesis stays below a bar that it did not reach by itself. */
const SHORT_OF_BAR = 0.001;
const DIGITS = 1000;

/** A raised confidence, kept short of the bars of review and of acting alone that lie above the one it had. */
export function keepShort(raised: number, confidence: number, autoBar: number): number {
  const next = Math.min(...[REVIEW_BAR, autoBar].filter((bar) => confidence < bar));
  return raised > next - SHORT_OF_BAR ? Math.max(confidence, next - SHORT_OF_BAR) : raised;
}

/** A confidence of which nothing may follow but words: below every bar, however low that of acting alone is set. */
export function belowBars(confidence: number, autoBar: number): number {
  return Math.max(0, Math.min(confidence, REVIEW_BAR - SHORT_OF_BAR, autoBar - SHORT_OF_BAR));
}

/** Confidences are kept to three digits. */
export function roundConfidence(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}
