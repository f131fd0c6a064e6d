// From what was used to what it costs: the sum that `medic` shows, and that the bench projects onto a month.

import { type CostItem, PRICES, PRICES_AS_OF } from '#domain/cost/price-table.ts';

/** Units used of each item; an absent item was not used. */
export type Usage = Readonly<Partial<Record<CostItem, number>>>;

export interface CostLine {
  readonly item: CostItem;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
}

export interface CostEstimate {
  /** Of the items that were used, the dearest first. */
  readonly lines: readonly CostLine[];
  readonly dollars: number;
  /** Which prices it rests on: a sum without their month says nothing. */
  readonly prices: typeof PRICES_AS_OF;
}

/** What this usage costs by the price table. */
export function estimateCost(usage: Usage): CostEstimate {
  const lines: CostLine[] = [];
  let dollars = 0;
  for (const { item, unit, dollars: dollarsPerUnit } of PRICES) {
    const quantity = usage[item] ?? 0;
    if (quantity === 0) continue;
    const line = { item, quantity, unit, dollars: quantity * dollarsPerUnit };
    lines.push(line);
    dollars += line.dollars;
  }
  return { lines: lines.sort((a, b) => b.dollars - a.dollars), dollars, prices: PRICES_AS_OF };
}

/** The usage of all parts together. */
export function addUsage(...parts: readonly Usage[]): Usage {
  const sum: Partial<Record<CostItem, number>> = {};
  for (const { item } of PRICES) {
    for (const part of parts) {
      const quantity = part[item];
      if (quantity !== undefined) sum[item] = (sum[item] ?? 0) + quantity;
    }
  }
  return sum;
}

/** The same usage, `factor` times: ten minutes of it projected onto a month, for example. */
export function scaleUsage(usage: Usage, factor: number): Usage {
  const scaled: Partial<Record<CostItem, number>> = {};
  for (const { item } of PRICES) {
    const quantity = usage[item];
    if (quantity !== undefined) scaled[item] = quantity * factor;
  }
  return scaled;
}
