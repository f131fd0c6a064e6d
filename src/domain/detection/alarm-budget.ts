// The alarm budget (X5): instead of a threshold the user states how many alarms of a series a week are bearable. Adaptive
// conformal inference (Gibbs and Candes 2021): each alarm raises the bar of the series, and quiet lowers it again, so that
// in the long run no more than the budget is spent, whatever the series is like.

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
const SECONDS_PER_WEEK = 604_800;

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
  const regained = (STEP * alarmsPerWeek * periodSeconds) / SECONDS_PER_WEEK;
  const paid = isAlarm && !isInAlarm ? STEP : 0;
  const next = Math.max(0, raised + paid - regained);
  return { isAlarm, state: { raised: next, isInAlarm: isAlarm } };
}
