// The recovery budget in the table: one item, written only over the version that was read (I8).

import type { BudgetStore } from '#application/ports/recovery.ts';
import { BUDGET_KEY } from '#contracts/table-keys.ts';
import { EMPTY_BUDGET, RecoveryBudget } from '#domain/budget/budget.ts';
import { bodyOf, readBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table; as long as nothing has been written, the budget is the empty one. */
export function tableBudgetStore(table: Table): BudgetStore {
  return {
    async find() {
      return readBody(RecoveryBudget, await table.get(BUDGET_KEY)) ?? EMPTY_BUDGET;
    },
    async replace(seen, next) {
      const condition = seen.version === EMPTY_BUDGET.version ? ABSENT : versionIs(seen.version);
      const item = { ...BUDGET_KEY, ...bodyOf(next), version: next.version };
      return (await table.write(put(item, condition))).isWritten;
    },
  };
}
