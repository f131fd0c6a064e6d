// The alarm budget (X5): instead of a threshold the user states how many alarms of a series a week are bearable. Adaptive
// conformal inference (Gibbs and Candes 2021): each alarm raises the bar of the series, and quiet lowers it again, so that
// in the long run no more than the budget is spent, whatever the series is like. In the loop it is pages that cost, of a
// service as a whole, and only those that turn out to be false.

import type { Evidence } from '#domain/anomaly/anomaly.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import { isUserVisible } from '#domain/signal/indicator.ts';

/** What is remembered of one series between two points. */
export interface BudgetState {
  /** How far the bar stands above the frozen one, in logits; never below 0: a budget need not be spent. */
  readonly raised: number;
  /** The point before was an alarm: one event is paid for once. */
  readonly isInAlarm: boolean;
}

export const UNSPENT_BUDGET: BudgetState = { raised: 0, isInAlarm: false };

/** How far one alarm raises the bar, in logits; a week without any takes off so much for each alarm of the budget. */
const STEP = 1;
export const SECONDS_PER_WEEK = 604_800;

export interface BudgetQuestion {
  readonly alarmsPerWeek: number;
  readonly periodSeconds: number;
  /** How far the point stands above the frozen bar, in logits; negative below. */
  readonly excess: number;
}

/** Whether the point is an alarm that the budget allows for, and what to remember. */
export function spendBudget(
  { raised, isInAlarm }: BudgetState,
  { alarmsPerWeek, periodSeconds, excess }: BudgetQuestion,
): { readonly isAlarm: boolean; readonly state: BudgetState } {
  const isAlarm = excess >= (isInAlarm ? 0 : raised);
  const regained = regainedIn(periodSeconds, alarmsPerWeek);
  const paid = isAlarm && !isInAlarm ? STEP : 0;
  const next = Math.max(0, raised + paid - regained);
  return { isAlarm, state: { raised: next, isInAlarm: isAlarm } };
}

/** False pages so long ago no longer raise the bar of any budget that is worth having. */
export const PAGE_MEMORY_SECONDS = 8 * SECONDS_PER_WEEK;

/** How far the bar of a service stands above the frozen one, in logits, after these false pages, oldest first. */
export function raisedBy(falsePages: readonly Instant[], now: Instant, pagesPerWeek: number): number {
  let raised = 0;
  falsePages.forEach((at, index) => {
    const until = falsePages[index + 1] ?? now;
    raised = Math.max(0, raised + STEP - regainedIn(secondsBetween(at, until), pagesPerWeek));
  });
  return raised;
}

/**
 * How far what was found stands above the frozen bars, in logits: of the band's edge, or of the model's. Infinite for what
 * no budget holds back: failed checks, limits that lie ahead, and whatever else does not speak of the usual alone.
 */
export function excessOf(evidence: readonly Evidence[], settings: DetectionSettings): number {
  const excesses = evidence
    .filter(({ indicator, detectors }) => isUserVisible(indicator) || !isOfTheUsual(detectors))
    .map((each) => excessOfOne(each, settings));
  // What is judged here has passed a bar, be it one that people's feedback has lowered.
  return excesses.length === 0 ? Number.POSITIVE_INFINITY : Math.max(0, ...excesses);
}

/** That a known pattern came before is no more harm. */
const OF_THE_USUAL: Evidence['detectors'] = ['threshold', 'model', 'pattern'];

function isOfTheUsual(detectors: Evidence['detectors']): boolean {
  return detectors.every((detector) => OF_THE_USUAL.includes(detector));
}

function excessOfOne(
  { deviation, detectors, modelScore = 0 }: Evidence,
  { bands, model }: DetectionSettings,
): number {
  if (!isOfTheUsual(detectors)) return Number.POSITIVE_INFINITY;
  const ofBand = Math.log(Math.abs(deviation) / bands.width);
  return Math.max(ofBand, logit(modelScore) - logit(model.bar));
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function regainedIn(seconds: number, alarmsPerWeek: number): number {
  return (STEP * alarmsPerWeek * seconds) / SECONDS_PER_WEEK;
}
