// How fast trouble eats the error budget of a service whose owner has set an objective: what an hour of it costs, and what
// it has cost so far (Google SRE workbook, chapter 5).

import type { BudgetBurn } from '#domain/diagnosis/diagnosis.ts';
import type { Service } from '#domain/service/service.ts';

/** The budget is that of thirty days. */
const BUDGET_MINUTES = 30 * 24 * 60;
const DIGITS = 10_000;

/**
 * The burn of a service by its error shares since the onset, one a minute, oldest first. Undefined without an objective or a
 * known minute. Every minute counts alike, so the spent part holds for steady traffic.
 */
export function burnOf(
  { objective }: Pick<Service, 'objective'>,
  errorShares: readonly number[],
): BudgetBurn | undefined {
  const latest = errorShares.at(-1);
  if (!objective || latest === undefined) return undefined;
  const allowed = 1 - objective.availability;
  const failed = errorShares.reduce((sum, share) => sum + share, 0);
  const burn = {
    availability: objective.availability,
    rate: round(latest / allowed),
    spent: round(failed / allowed / BUDGET_MINUTES),
  };
  return { ...burn, words: describe(burn) };
}

function describe({ availability, rate, spent }: Omit<BudgetBurn, 'words'>): string {
  const pace = `Requests fail ${Number(rate.toFixed(1))} times as fast as an objective of ${percent(availability)} allows`;
  return `${pace}; ${percent(spent)} of the error budget of 30 days has gone`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))} %`;
}

function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}
